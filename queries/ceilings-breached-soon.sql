-- title: Ceilings breached soon
-- description: Contracts in force that are over their ceiling, or will reach it within N days and before they
--   end if buying goes on as in the last twelve months.
-- formula: runs out on = as-of date + what remains ÷ daily spend; daily spend = net spend in the as-of date's
--   month and the eleven before it ÷ the days of those months up to the as-of date (since the contract's
--   start, if that is later); ceiling used = net spend to date ÷ ceiling
-- denominator: daily spend where it is above zero; the ceiling in force on the as-of date, for a contract
--   that has only positions the latest position's. A ceiling of zero gives no part used, though spend against
--   it is over it
-- leaves out: contracts without a ceiling, not in force, or whose only positions come after the as-of date. A
--   contract that has only positions spreads each flow between two of them evenly over its days. Spend is
--   that of all states and buyers, for the ceiling is theirs together; the scope chooses the contracts
-- param days: integer = 180 "Days ahead" (min 0) (max 3650)
WITH paces AS (
    SELECT
        contracts.alliance_id,
        contracts.vendor_id,
        contracts.number,
        contracts.title,
        use.*
    FROM contracts
    JOIN unscoped.contract_use_in_scope AS use USING (contract_id)
    WHERE use.in_force AND use.is_reported AND use.ceiling_amount IS NOT NULL
),
run_out AS (
    SELECT
        *,
        net_to_date > ceiling_amount AS over_now,
        CASE
            WHEN ceiling_amount <= 0 OR net_to_date > ceiling_amount THEN NULL
            WHEN net_to_date = ceiling_amount THEN 0
            WHEN pace_amount > 0
            THEN CAST(
                least(floor((ceiling_amount - net_to_date) * pace_days / pace_amount), 36500) AS INTEGER
            )
        END AS days_left
    FROM paces
),
alliance_names AS (
    SELECT alliance_id, min(name) AS name FROM unscoped.alliances GROUP BY alliance_id
)
SELECT
    run_out.contract_id,
    run_out.alliance_id,
    run_out.vendor_id,
    run_out.number,
    run_out.title,
    coalesce(alliance_names.name, run_out.alliance_id) AS alliance_name,
    coalesce(vendors.name, run_out.vendor_id) AS vendor_name,
    run_out.over_now,
    run_out.over_now OR run_out.days_left <= 60 AS within_60_days,
    run_out.over_now OR run_out.days_left <= 90 AS within_90_days,
    run_out.over_now OR run_out.days_left <= 180 AS within_180_days,
    run_out.days_left,
    $as_of + run_out.days_left AS runs_out_on,
    run_out.ends_on,
    CAST(run_out.net_to_date AS DECIMAL(38, 2)) AS net_to_date,
    CAST(run_out.ceiling_amount AS DECIMAL(38, 2)) AS ceiling_amount,
    CASE
        WHEN run_out.ceiling_amount > 0
        THEN CAST(run_out.net_to_date / run_out.ceiling_amount AS DECIMAL(38, 6))
    END AS ceiling_used,
    CAST(run_out.ceiling_amount - run_out.net_to_date AS DECIMAL(38, 2)) AS remaining_amount,
    CAST(run_out.pace_amount AS DECIMAL(38, 2)) AS pace_amount,
    run_out.pace_days,
    CAST(run_out.pace_amount / run_out.pace_days AS DECIMAL(38, 2)) AS daily_amount,
    run_out.pace_from,
    run_out.pace_to
FROM run_out
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = run_out.vendor_id
LEFT JOIN alliance_names ON alliance_names.alliance_id = run_out.alliance_id
WHERE run_out.over_now
    OR (run_out.days_left <= $days AND coalesce($as_of + run_out.days_left <= run_out.ends_on, true))
ORDER BY run_out.over_now DESC, run_out.days_left, run_out.net_to_date DESC, run_out.contract_id

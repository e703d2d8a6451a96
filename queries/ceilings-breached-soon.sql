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
WITH dates AS (
    SELECT CAST(date_trunc('month', $as_of) - INTERVAL 11 MONTH AS DATE) AS window_from
),
to_date AS (
    SELECT
        monthly.contract_id,
        sum(monthly.net_amount) AS net_amount,
        sum(monthly.net_amount) FILTER (
            WHERE monthly.month >= dates.window_from
                AND coalesce(monthly.month >= date_trunc('month', contracts.starts_on), true)
        ) AS window_amount
    FROM monthly_spend_to_date AS monthly
    JOIN contracts USING (contract_id)
    CROSS JOIN dates
    GROUP BY monthly.contract_id
),
between_positions AS (
    SELECT
        flows.contract_id,
        min(flows.after_on) + 1 AS covered_from,
        sum(
            flows.net_amount
            * greatest(flows.spent_on - greatest(flows.after_on, dates.window_from - 1), 0)
            / greatest(flows.spent_on - flows.after_on, 1)
        ) AS window_amount
    FROM unscoped.position_flows AS flows
    CROSS JOIN dates
    WHERE flows.after_on IS NOT NULL
    GROUP BY flows.contract_id
),
terms AS (
    SELECT
        contracts.contract_id,
        contracts.alliance_id,
        contracts.vendor_id,
        contracts.number,
        contracts.title,
        terms.ends_on,
        coalesce(positions.ceiling_amount, terms.ceiling_amount) AS ceiling_amount,
        coalesce(to_date.net_amount, 0) AS net_to_date,
        CASE
            WHEN positions.position_on IS NULL THEN greatest(contracts.starts_on, dates.window_from)
            WHEN flows.covered_from IS NOT NULL THEN greatest(flows.covered_from, dates.window_from)
        END AS pace_from,
        coalesce(positions.position_on, $as_of) AS pace_to,
        CASE
            WHEN positions.position_on IS NULL THEN to_date.window_amount
            ELSE flows.window_amount
        END AS pace_amount
    FROM contracts
    CROSS JOIN dates
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    LEFT JOIN unscoped.latest_positions AS positions USING (contract_id)
    LEFT JOIN to_date USING (contract_id)
    LEFT JOIN between_positions AS flows USING (contract_id)
    WHERE terms.in_force
        AND (
            to_date.net_amount IS NOT NULL
            OR contracts.contract_id NOT IN (
                SELECT contract_id FROM unscoped.balances WHERE contract_id IS NOT NULL
            )
        )
),
paces AS (
    SELECT
        * EXCLUDE (pace_from, pace_to, pace_amount),
        CASE WHEN pace_from <= pace_to THEN pace_from END AS pace_from,
        CASE WHEN pace_from <= pace_to THEN pace_to END AS pace_to,
        CASE WHEN pace_from <= pace_to THEN pace_to - pace_from + 1 END AS pace_days,
        CASE WHEN pace_from <= pace_to THEN coalesce(pace_amount, 0) END AS pace_amount
    FROM terms
    WHERE ceiling_amount IS NOT NULL
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

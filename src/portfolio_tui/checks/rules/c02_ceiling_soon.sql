-- id: C02
-- title: Ceiling soon reached
-- severity: warning
-- version: 1
-- description: Contracts in force that will have used a given part of their ceiling within N days, and all of it
--   before they end, if buying goes on as in the last twelve months. The amount is what would then be over by the
--   end of the term.
-- why: Federal practice asks for a notice when costs expected in the next 60 days, added to those incurred, exceed
--   75 % of the estimate (FAR 52.232-20, borrowed as a default): a higher ceiling takes time to sign.
-- leaves out: contracts without a ceiling, over it already (C01), not in force, or without spend; contracts whose
--   ceiling lasts for the term at this pace, however much of it is used. Daily spend is that of the as-of date's month
--   and the eleven before it, since the contract's start if that is later; a contract that has only positions spreads
--   each flow between two of them evenly over its days
-- param days: integer = 60 "Days ahead" (min 0) (max 3650)
-- param part: decimal = 0.75 "Part of the ceiling used by then" (min 0) (max 1)
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
paces AS (
    SELECT
        contracts.contract_id,
        contracts.vendor_id,
        terms.ends_on,
        coalesce(positions.ceiling_amount, terms.ceiling_amount) AS ceiling_amount,
        to_date.net_amount,
        CASE
            WHEN positions.position_on IS NULL THEN greatest(contracts.starts_on, dates.window_from)
            WHEN flows.covered_from IS NOT NULL THEN greatest(flows.covered_from, dates.window_from)
        END AS pace_from,
        coalesce(positions.position_on, $as_of) AS pace_to,
        CASE WHEN positions.position_on IS NULL THEN to_date.window_amount ELSE flows.window_amount END
            AS pace_amount
    FROM contracts
    CROSS JOIN dates
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    JOIN to_date USING (contract_id)
    LEFT JOIN unscoped.latest_positions AS positions USING (contract_id)
    LEFT JOIN between_positions AS flows USING (contract_id)
    WHERE terms.in_force
),
expected AS (
    SELECT
        *,
        pace_amount / (pace_to - pace_from + 1) AS daily_amount,
        net_amount + $days * pace_amount / (pace_to - pace_from + 1) AS in_days_amount,
        net_amount + (ends_on - $as_of) * pace_amount / (pace_to - pace_from + 1) AS in_term_amount
    FROM paces
    WHERE pace_from <= pace_to AND pace_amount > 0 AND ceiling_amount > 0 AND net_amount <= ceiling_amount
)
SELECT
    contract_id AS finding,
    contract_id,
    CAST(NULL AS VARCHAR) AS state,
    vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    $as_of + CAST(floor((ceiling_amount - net_amount) / daily_amount) AS INTEGER) AS day,
    CAST(in_term_amount - ceiling_amount AS DECIMAL(38, 2)) AS amount_at_stake,
    'over' AS direction,
    contract_id || ' has used ' || unscoped.money(net_amount) || ' of its ceiling of ' || unscoped.money(ceiling_amount)
    || ' and will reach it on ' || $as_of + CAST(floor((ceiling_amount - net_amount) / daily_amount) AS INTEGER)
    || coalesce(', before it ends on ' || ends_on, '') || ', if buying goes on as in the last months.' AS summary,
    'contracts' AS row_table,
    [contract_id] AS row_ids,
    CAST(net_amount AS DECIMAL(38, 2)) AS net_to_date,
    CAST(ceiling_amount AS DECIMAL(38, 2)) AS ceiling_amount,
    CAST(daily_amount AS DECIMAL(38, 2)) AS daily_amount,
    ends_on
FROM expected
WHERE in_days_amount >= $part * ceiling_amount AND coalesce(in_term_amount > ceiling_amount, in_days_amount > ceiling_amount)
ORDER BY day, finding

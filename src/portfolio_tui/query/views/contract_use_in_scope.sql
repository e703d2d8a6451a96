-- title: Use of contracts in scope
-- description: For each contract in scope what counts on the as-of date: its end, its ceiling (a contract that has only
--   positions has its latest position's), the net spend of all states to date and whether any is reported, and the pace:
--   the net spend of the as-of date's month and the eleven before it, since the contract's start if that is later, with
--   its days. A contract that has only positions spreads each flow between two of them evenly over its days; its pace
--   ends on the latest position.
CREATE OR REPLACE VIEW unscoped.contract_use_in_scope AS
WITH dates AS (
    SELECT
        CAST(getvariable('as_of') AS DATE) AS as_of,
        CAST(date_trunc('month', CAST(getvariable('as_of') AS DATE)) - INTERVAL 11 MONTH AS DATE) AS window_from
),
to_date AS (
    SELECT
        monthly.contract_id,
        sum(monthly.net_amount) AS net_amount,
        sum(monthly.net_amount) FILTER (
            WHERE monthly.month >= greatest(dates.window_from, CAST(date_trunc('month', contracts.starts_on) AS DATE))
        ) AS window_amount,
        count(DISTINCT monthly.state) AS states_with_spend
    FROM main.monthly_spend_to_date AS monthly
    JOIN unscoped.contracts AS contracts USING (contract_id)
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
used AS (
    SELECT
        contracts.contract_id,
        terms.ends_on,
        terms.in_force,
        coalesce(positions.ceiling_amount, terms.ceiling_amount) AS ceiling_amount,
        positions.position_on,
        coalesce(to_date.net_amount, 0) AS net_to_date,
        coalesce(to_date.states_with_spend, 0) AS states_with_spend,
        to_date.net_amount IS NOT NULL
            OR contracts.contract_id NOT IN (SELECT contract_id FROM unscoped.balances WHERE contract_id IS NOT NULL)
            AS is_reported,
        CASE
            WHEN positions.position_on IS NULL THEN greatest(contracts.starts_on, dates.window_from)
            WHEN flows.covered_from IS NOT NULL THEN greatest(flows.covered_from, dates.window_from)
        END AS pace_from,
        coalesce(positions.position_on, dates.as_of) AS pace_to,
        CASE WHEN positions.position_on IS NULL THEN to_date.window_amount ELSE flows.window_amount END AS pace_amount
    FROM main.contracts AS contracts
    CROSS JOIN dates
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    LEFT JOIN unscoped.latest_positions AS positions USING (contract_id)
    LEFT JOIN to_date USING (contract_id)
    LEFT JOIN between_positions AS flows USING (contract_id)
)
SELECT
    * EXCLUDE (pace_from, pace_to, pace_amount),
    CASE WHEN pace_from <= pace_to THEN pace_from END AS pace_from,
    CASE WHEN pace_from <= pace_to THEN pace_to END AS pace_to,
    CASE WHEN pace_from <= pace_to THEN pace_to - pace_from + 1 END AS pace_days,
    CASE WHEN pace_from <= pace_to THEN coalesce(pace_amount, 0) END AS pace_amount
FROM used

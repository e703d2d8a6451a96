-- title: Contract utilization
-- description: How far each contract in scope is used: net spend to date of all states and buyers against the
--   ceiling and against the estimate, beside the part of the term that has gone by, with when it runs out and a
--   status. Net spend in scope stands beside it.
-- formula: ceiling used = net spend to date ÷ ceiling; estimate used = net spend to date ÷ estimated value;
--   elapsed = days since start ÷ days of the current term; burn index = ceiling used ÷ elapsed; runs out on = as-of
--   date + what remains ÷ daily spend in the as-of date's month and the eleven before it (since the start, if that
--   is later). Status, the first that applies: expired; not started; over ceiling; running out (within 60 days and
--   before the end, or 75 % used and ahead of time); expiring within 365 days; unused; under-used (burn index under
--   0.5); on track; no ceiling
-- denominator: the ceiling in force on the as-of date, for a contract that has only positions the latest position's;
--   the estimate is never taken for a ceiling. No ceiling or one of zero: no figure
-- leaves out: spend after the as-of date. A contract without lines takes what it used from its latest position on
--   or before the as-of date, what was ordered where every position states it, else what was paid; its daily spend
--   spreads each flow evenly over the days between the two positions. No burn index in the first three months. The
--   scope's states, buyers and period choose and narrow net spend in scope, never the spend held against a ceiling
WITH dates AS (
    SELECT
        getvariable('as_of') AS as_of,
        CAST(date_trunc('month', getvariable('as_of')) - INTERVAL 11 MONTH AS DATE) AS window_from
),
to_date AS (
    SELECT
        contract_id,
        sum(net_amount) AS net_amount,
        sum(line_count) AS line_count,
        sum(net_amount) FILTER (WHERE month >= dates.window_from) AS window_amount,
        count(DISTINCT state) AS states_with_spend
    FROM monthly_spend_to_date, dates
    WHERE contract_id IS NOT NULL
    GROUP BY contract_id
),
in_scope AS (
    SELECT contract_id, sum(net_amount) AS net_amount FROM monthly_spend WHERE contract_id IS NOT NULL GROUP BY contract_id
),
position_window AS (
    SELECT
        flows.contract_id,
        sum(
            flows.net_amount
            * greatest(flows.spent_on - greatest(coalesce(flows.after_on, dates.window_from), dates.window_from), 0)
            / greatest(flows.spent_on - coalesce(flows.after_on, dates.window_from), 1)
        ) AS window_amount
    FROM unscoped.position_flows AS flows, dates
    WHERE flows.spent_on <= dates.as_of
    GROUP BY flows.contract_id
),
addenda AS (
    SELECT contract_id, count(*) AS addenda_in_force FROM addenda_in_force GROUP BY contract_id
),
terms AS (
    SELECT
        contracts.*,
        dates.as_of,
        dates.window_from,
        terms.ends_on AS term_ends_on,
        coalesce(positions.ceiling_amount, terms.ceiling_amount) AS ceiling_in_force,
        positions.position_on,
        coalesce(to_date.net_amount, 0) AS net_to_date,
        coalesce(in_scope.net_amount, 0) AS net_in_scope,
        coalesce(to_date.states_with_spend, 0) AS states_with_spend,
        coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
        coalesce(position_window.window_amount, to_date.window_amount, 0)
            / greatest(coalesce(positions.position_on, dates.as_of)
                - greatest(coalesce(contracts.starts_on, dates.window_from), dates.window_from) + 1, 1)
            AS daily_amount
    FROM contracts
    CROSS JOIN dates
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    LEFT JOIN unscoped.latest_positions AS positions USING (contract_id)
    LEFT JOIN to_date USING (contract_id)
    LEFT JOIN in_scope USING (contract_id)
    LEFT JOIN position_window USING (contract_id)
    LEFT JOIN addenda USING (contract_id)
),
ratios AS (
    SELECT
        *,
        net_to_date / nullif(ceiling_in_force, 0) AS ceiling_used,
        net_to_date / nullif(estimated_amount, 0) AS estimate_used,
        CASE
            WHEN starts_on <= as_of AND term_ends_on > starts_on
            THEN (as_of - starts_on) / (term_ends_on - starts_on)
        END AS elapsed,
        starts_on + INTERVAL 3 MONTH > as_of AS too_early,
        ceiling_in_force - net_to_date AS remaining_amount,
        CASE
            WHEN ceiling_in_force > 0 AND net_to_date < ceiling_in_force AND daily_amount > 0
            THEN floor((ceiling_in_force - net_to_date) / daily_amount)
        END AS days_of_ceiling_left
    FROM terms
),
run_out AS (
    SELECT
        *,
        CASE WHEN NOT coalesce(too_early, false) THEN ceiling_used / nullif(elapsed, 0) END AS burn_index,
        CASE WHEN days_of_ceiling_left < 36500 THEN as_of + CAST(days_of_ceiling_left AS INTEGER) END AS runs_out_on,
        CASE
            WHEN days_of_ceiling_left IS NULL THEN NULL
            ELSE days_of_ceiling_left >= 36500
                OR coalesce(as_of + CAST(least(days_of_ceiling_left, 36500) AS INTEGER) > term_ends_on, false)
        END AS runs_out_after_term
    FROM ratios
),
statuses AS (
    SELECT
        *,
        CASE
            WHEN term_ends_on < as_of THEN 'expired'
            WHEN starts_on > as_of THEN 'not started'
            WHEN net_to_date > ceiling_in_force THEN 'over ceiling'
            WHEN NOT runs_out_after_term AND days_of_ceiling_left <= 60 THEN 'running out'
            WHEN ceiling_used >= 0.75 AND ceiling_used > elapsed THEN 'running out'
            WHEN term_ends_on <= as_of + 365 THEN 'expiring'
            WHEN net_to_date = 0 THEN 'unused'
            WHEN burn_index < 0.5 THEN 'under-used'
            WHEN ceiling_in_force > 0 THEN 'on track'
            ELSE 'no ceiling'
        END AS status
    FROM run_out
)
SELECT
    statuses.contract_id,
    statuses.number,
    statuses.title,
    statuses.portfolio,
    statuses.alliance_id,
    groups.group_id,
    groups.group_name,
    statuses.category_code,
    statuses.category,
    statuses.vendor_id,
    vendors.name AS vendor_name,
    statuses.lead_state,
    statuses.starts_on,
    statuses.term_ends_on AS ends_on,
    statuses.latest_ends_on,
    CAST(statuses.ceiling_in_force AS DECIMAL(18, 2)) AS ceiling_amount,
    statuses.estimated_amount,
    CAST(statuses.net_to_date AS DECIMAL(18, 2)) AS net_to_date,
    CAST(statuses.net_in_scope AS DECIMAL(18, 2)) AS net_in_scope,
    CAST(statuses.remaining_amount AS DECIMAL(18, 2)) AS remaining_amount,
    CAST(statuses.daily_amount AS DECIMAL(18, 2)) AS daily_amount,
    CAST(statuses.ceiling_used AS DECIMAL(18, 6)) AS ceiling_used,
    CAST(statuses.estimate_used AS DECIMAL(18, 6)) AS estimate_used,
    CAST(statuses.elapsed AS DECIMAL(18, 6)) AS elapsed,
    CAST(statuses.burn_index AS DECIMAL(18, 6)) AS burn_index,
    coalesce(statuses.too_early, false) AS too_early,
    statuses.runs_out_on,
    statuses.runs_out_after_term,
    CAST(statuses.term_ends_on - statuses.as_of AS BIGINT) AS days_left,
    statuses.status,
    CASE
        WHEN statuses.status <> 'expiring' THEN NULL
        WHEN statuses.term_ends_on <= statuses.as_of + 90 THEN 90
        WHEN statuses.term_ends_on <= statuses.as_of + 180 THEN 180
        ELSE 365
    END AS expiring_within_days,
    statuses.status IN ('over ceiling', 'running out')
        OR (statuses.status = 'expiring' AND statuses.term_ends_on <= statuses.as_of + 90) AS needs_attention,
    statuses.states_with_spend,
    statuses.addenda_in_force,
    statuses.position_on,
    statuses.discount_rate,
    statuses.warranty_months,
    statuses.delivery_days,
    statuses.payment_days,
    statuses.admin_fee_rate
FROM statuses
LEFT JOIN unscoped.alliance_groups AS groups USING (alliance_id)
LEFT JOIN unscoped.vendors AS vendors USING (vendor_id)
ORDER BY statuses.net_to_date DESC, statuses.contract_id

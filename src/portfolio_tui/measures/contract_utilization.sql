-- title: Contract utilization
-- description: How far each contract in scope is used: net spend to date of all states and buyers against the
--   ceiling and against the estimate, beside the part of the term that has gone by, with when it runs out and a
--   status. Net spend in scope stands beside it.
-- formula: ceiling used = net spend to date ÷ ceiling; estimate used = net spend to date ÷ estimated value;
--   elapsed = days of the current term up to the as-of date ÷ days of the current term, at most 1; burn index =
--   ceiling used ÷ elapsed; runs out on = as-of date + what remains ÷ daily spend in the as-of date's month and the
--   eleven before it (since the start, if that is later). Status, the first that applies: expired; not started; over
--   ceiling; running out (within 60 days and before the end, or 75 % used and ahead of time); expiring within 365
--   days; not reported; unused; under-used (burn index under 0.5); on track; no ceiling
-- denominator: the ceiling in force on the as-of date, for a contract that has only positions the latest position's;
--   the estimate is never taken for a ceiling. No ceiling or one of zero: no figure, though spend against a ceiling
--   of zero is over it
-- leaves out: spend after the as-of date; spend outside the term counts, for it was charged to the contract. A contract
--   without lines takes what it used from its latest position on or before the as-of date, what was ordered where
--   every position states it, else what was paid; its daily spend spreads each flow evenly over the days between the
--   two positions. One whose positions all come later is not reported and has no figures. No burn index in the first
--   three months, no running out before the start or after the end. The scope's states, buyers and period choose
--   and narrow net spend in scope, never the spend held against a ceiling
WITH in_scope AS (
    SELECT contract_id, sum(net_amount) AS net_amount FROM monthly_contract_spend WHERE contract_id IS NOT NULL GROUP BY contract_id
),
addenda AS (
    SELECT contract_id, count(*) AS addenda_in_force FROM addenda_in_force GROUP BY contract_id
),
paces AS (
    SELECT
        contracts.*,
        getvariable('as_of') AS as_of,
        use.ends_on AS term_ends_on,
        use.in_force,
        use.ceiling_amount AS ceiling_in_force,
        use.position_on,
        use.net_to_date,
        use.is_reported,
        coalesce(in_scope.net_amount, 0) AS net_in_scope,
        use.states_with_spend,
        coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
        use.pace_from,
        use.pace_to,
        use.pace_days,
        coalesce(use.pace_amount, 0) AS pace_amount
    FROM contracts
    JOIN unscoped.contract_use_in_scope AS use USING (contract_id)
    LEFT JOIN in_scope USING (contract_id)
    LEFT JOIN addenda USING (contract_id)
),
ratios AS (
    SELECT
        *,
        CASE WHEN is_reported AND ceiling_in_force > 0 THEN net_to_date / ceiling_in_force END AS ceiling_used,
        CASE WHEN is_reported AND estimated_amount > 0 THEN net_to_date / estimated_amount END AS estimate_used,
        CASE
            WHEN starts_on <= as_of AND term_ends_on >= starts_on
            THEN least((as_of - starts_on + 1) / (term_ends_on - starts_on + 1), 1)
        END AS elapsed,
        coalesce(starts_on + INTERVAL 3 MONTH > as_of, false) AS is_young,
        CASE WHEN is_reported THEN ceiling_in_force - net_to_date END AS remaining_amount,
        CASE
            WHEN NOT (in_force AND is_reported AND ceiling_in_force > 0) THEN NULL
            WHEN net_to_date = ceiling_in_force THEN 0
            WHEN net_to_date < ceiling_in_force AND pace_amount > 0
            THEN floor((ceiling_in_force - net_to_date) * pace_days / pace_amount)
        END AS days_of_ceiling_left
    FROM paces
),
run_out AS (
    SELECT
        *,
        CASE WHEN NOT is_young THEN ceiling_used / elapsed END AS burn_index,
        is_young AND ceiling_used IS NOT NULL AND elapsed IS NOT NULL AS too_early,
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
            WHEN is_reported AND net_to_date > ceiling_in_force THEN 'over ceiling'
            WHEN NOT runs_out_after_term AND days_of_ceiling_left <= 60 THEN 'running out'
            WHEN ceiling_used >= 0.75 AND ceiling_used > elapsed THEN 'running out'
            WHEN term_ends_on <= as_of + 365 THEN 'expiring'
            WHEN NOT is_reported THEN 'not reported'
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
    CAST(statuses.ceiling_in_force AS DECIMAL(38, 2)) AS ceiling_amount,
    statuses.estimated_amount,
    CAST(statuses.net_to_date AS DECIMAL(38, 2)) AS net_to_date,
    CAST(statuses.net_in_scope AS DECIMAL(38, 2)) AS net_in_scope,
    CAST(statuses.remaining_amount AS DECIMAL(38, 2)) AS remaining_amount,
    CAST(statuses.pace_amount AS DECIMAL(38, 2)) AS pace_amount,
    statuses.pace_from,
    statuses.pace_to,
    CAST(coalesce(statuses.pace_amount / statuses.pace_days, 0) AS DECIMAL(38, 2)) AS daily_amount,
    CAST(statuses.ceiling_used AS DECIMAL(38, 6)) AS ceiling_used,
    CAST(statuses.estimate_used AS DECIMAL(38, 6)) AS estimate_used,
    CAST(statuses.elapsed AS DECIMAL(18, 6)) AS elapsed,
    CAST(statuses.burn_index AS DECIMAL(38, 6)) AS burn_index,
    statuses.too_early,
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
LEFT JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM statuses.alliance_id
LEFT JOIN unscoped.vendor_names AS vendors USING (vendor_id)
ORDER BY statuses.net_to_date DESC, statuses.contract_id

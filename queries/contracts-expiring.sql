-- title: Contracts expiring
-- description: Contracts whose current term ends within N days of the as-of date: the options left, the
--   addenda that hang on them, and what was bought through them in the last twelve months. No days of options
--   left means that the contract must be bid anew.
-- formula: option days left = latest end with every option − current end; last twelve months = the as-of
--   date's month and the eleven before it
-- denominator: none; these are dates and amounts
-- leaves out: contracts without an end, and those over before the as-of date. Ends are those of the as-of
--   date: amendments that took effect later are undone. The scope's states narrow addenda and spend, its
--   period does not. Spend of contracts that have only positions is dated by the position that published it
-- param days: integer = 180 "Days ahead" (min 1) (max 3650)
-- param alliance: alliance? "Alliance"
WITH expiring AS (
    SELECT contracts.*, terms.ends_on AS term_ends_on
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    WHERE terms.ends_on BETWEEN $as_of AND $as_of + $days
        AND ($alliance IS NULL OR contracts.alliance_id = $alliance)
),
options AS (
    SELECT contract_id, count(*) AS options_used
    FROM amendments
    WHERE kind = 'option'
        AND addendum_id IS NULL
        AND coalesce(coalesce(effective_on, signed_on) <= $as_of, true)
    GROUP BY contract_id
),
addenda AS (
    SELECT contract_id, count(*) AS addenda_in_force FROM addenda_in_force GROUP BY contract_id
),
by_state AS (
    SELECT contract_id, state, sum(net_amount) AS net_amount
    FROM monthly_spend_any_period
    WHERE month >= date_trunc('month', $as_of) - INTERVAL 11 MONTH
    GROUP BY contract_id, state
),
recent AS (
    SELECT contract_id, sum(net_amount) AS net_amount, count(*) FILTER (WHERE net_amount > 0) AS states_buying
    FROM by_state
    GROUP BY contract_id
)
SELECT
    expiring.contract_id,
    expiring.alliance_id,
    expiring.vendor_id,
    expiring.number,
    expiring.title,
    groups.group_name AS alliance_name,
    vendors.name AS vendor_name,
    expiring.category,
    expiring.lead_state,
    expiring.term_ends_on AS ends_on,
    CAST(expiring.term_ends_on - $as_of AS BIGINT) AS days_left,
    expiring.latest_ends_on,
    CASE
        WHEN expiring.latest_ends_on < expiring.term_ends_on THEN 0
        ELSE CAST(expiring.latest_ends_on - expiring.term_ends_on AS BIGINT)
    END AS option_days_left,
    coalesce(options.options_used, 0) AS options_used,
    coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
    coalesce(recent.states_buying, 0) AS states_buying,
    CAST(coalesce(recent.net_amount, 0) AS DECIMAL(38, 2)) AS net_last_twelve_months
FROM expiring
LEFT JOIN unscoped.alliance_groups AS groups ON groups.alliance_id = expiring.alliance_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = expiring.vendor_id
LEFT JOIN options ON options.contract_id = expiring.contract_id
LEFT JOIN addenda ON addenda.contract_id = expiring.contract_id
LEFT JOIN recent ON recent.contract_id = expiring.contract_id
ORDER BY expiring.term_ends_on, net_last_twelve_months DESC, expiring.contract_id

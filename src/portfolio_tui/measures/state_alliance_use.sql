-- title: Which alliances each state uses
-- description: For each state and alliance: membership on the as-of date, addenda in force on it, and net spend in
--   the period, three levels that are never mixed; with the spend's share of the state's and what stands out.
-- formula: share = net spend through the alliance ÷ all net spend of the state; member = joined on or before the
--   as-of date and not left; participating = an addendum in force, for own contracts a contract in force; buying =
--   net spend above zero in the period
-- denominator: the state's net spend in scope and period, with and without a contract
-- leaves out: not bought for a year = participating all that year, and no month with net spend among the as-of date's
--   month and the eleven before it. Without an addendum = net spend, above zero, in months on no day of which the
--   state had an addendum for the contract, of the state or of one of its entities; only for alliances that any
--   addendum of the portfolio belongs to (own, local and off-contract spend, and alliances joined by membership
--   alone, need none). Spend that names a contract which no row of contracts has is off contract here
WITH by_month AS (
    SELECT coalesce(state, '??') AS state, contract_id, alliance_id, month, sum(net_amount) AS net_amount
    FROM monthly_contract_spend
    GROUP BY ALL
),
alliances_with_addenda AS (
    SELECT DISTINCT contracts.alliance_id
    FROM unscoped.participating_addenda
    JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE groups.is_cooperative
),
without_addendum AS (
    SELECT by_month.state, by_month.contract_id, sum(by_month.net_amount) AS net_amount
    FROM by_month
    JOIN alliances_with_addenda USING (alliance_id)
    ANTI JOIN unscoped.addendum_terms AS terms
        ON terms.contract_id = by_month.contract_id
        AND terms.state = by_month.state
        AND terms.first_day < by_month.month + INTERVAL 1 MONTH
        AND terms.last_day >= by_month.month
    GROUP BY by_month.state, by_month.contract_id
    HAVING sum(by_month.net_amount) > 0
),
by_contract AS (
    SELECT state, contract_id, alliance_id, sum(net_amount) AS net_amount
    FROM by_month
    GROUP BY state, contract_id, alliance_id
),
spend_by_group AS (
    SELECT
        by_contract.state,
        groups.group_id,
        sum(by_contract.net_amount) AS net_amount,
        count(by_contract.contract_id) FILTER (WHERE by_contract.net_amount > 0) AS contracts_used,
        count(without_addendum.contract_id) AS contracts_without_addendum,
        coalesce(sum(without_addendum.net_amount), 0) AS amount_without_addendum
    FROM by_contract
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM by_contract.alliance_id
    LEFT JOIN without_addendum
        ON without_addendum.state = by_contract.state AND without_addendum.contract_id = by_contract.contract_id
    GROUP BY by_contract.state, groups.group_id
),
last_bought AS (
    SELECT any_period.state, groups.group_id, max(any_period.month) AS last_bought_month
    FROM (
        SELECT coalesce(state, '??') AS state, alliance_id, month
        FROM monthly_spend_any_period
        GROUP BY ALL
        HAVING sum(net_amount) > 0
    ) AS any_period
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM any_period.alliance_id
    GROUP BY any_period.state, groups.group_id
),
members AS (
    SELECT memberships.state, groups.group_id, min(memberships.joined_on) AS member_since, true AS member
    FROM memberships
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE (memberships.joined_on IS NULL OR memberships.joined_on <= getvariable('as_of'))
        AND (memberships.left_on IS NULL OR memberships.left_on > getvariable('as_of'))
    GROUP BY memberships.state, groups.group_id
),
participating AS (
    SELECT
        usable.state,
        groups.group_id,
        count(DISTINCT usable.contract_id) AS contracts_usable,
        min(usable.usable_from) AS participating_since
    FROM usable_contracts AS usable
    JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    GROUP BY usable.state, groups.group_id
),
year_starts AS (
    SELECT CAST(date_trunc('month', getvariable('as_of')) - INTERVAL 11 MONTH AS DATE) AS first_day
),
shown_groups AS (
    SELECT
        group_id,
        any_value(group_name) AS group_name,
        any_value(kind) AS kind,
        list(alliance_id ORDER BY alliance_id) FILTER (WHERE alliance_id IS NOT NULL) AS alliance_ids
    FROM unscoped.alliance_groups
    GROUP BY group_id
),
pairs AS (
    SELECT state, group_id FROM spend_by_group
    UNION
    SELECT state, group_id FROM members
    UNION
    SELECT state, group_id FROM participating
)
SELECT
    pairs.state,
    coalesce(jurisdictions.name, pairs.state) AS state_name,
    pairs.group_id,
    shown_groups.group_name,
    shown_groups.kind,
    coalesce(shown_groups.alliance_ids, []) AS alliance_ids,
    coalesce(members.member, false) AS member,
    members.member_since,
    participating.contracts_usable IS NOT NULL AS participating,
    participating.participating_since,
    coalesce(spend_by_group.net_amount, 0) > 0 AS buying,
    CAST(coalesce(spend_by_group.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount,
    CAST(coalesce(sum(spend_by_group.net_amount) OVER of_state, 0) AS DECIMAL(38, 2)) AS state_net_amount,
    CASE
        WHEN sum(spend_by_group.net_amount) OVER of_state > 0
        THEN CAST(
            coalesce(spend_by_group.net_amount, 0) / sum(spend_by_group.net_amount) OVER of_state AS DECIMAL(18, 6)
        )
    END AS share,
    coalesce(participating.contracts_usable, 0) AS contracts_usable,
    coalesce(spend_by_group.contracts_used, 0) AS contracts_used,
    last_bought.last_bought_month,
    participating.contracts_usable IS NOT NULL
        AND coalesce(participating.participating_since <= year_starts.first_day, true)
        AND coalesce(last_bought.last_bought_month < year_starts.first_day, true) AS not_bought_for_a_year,
    coalesce(spend_by_group.contracts_without_addendum, 0) AS contracts_without_addendum,
    CAST(coalesce(spend_by_group.amount_without_addendum, 0) AS DECIMAL(38, 2)) AS amount_without_addendum
FROM pairs
JOIN shown_groups USING (group_id)
CROSS JOIN year_starts
LEFT JOIN jurisdictions ON jurisdictions.code = pairs.state
LEFT JOIN spend_by_group USING (state, group_id)
LEFT JOIN last_bought USING (state, group_id)
LEFT JOIN members USING (state, group_id)
LEFT JOIN participating USING (state, group_id)
WINDOW of_state AS (PARTITION BY pairs.state)
ORDER BY state_name, net_amount DESC, shown_groups.group_name

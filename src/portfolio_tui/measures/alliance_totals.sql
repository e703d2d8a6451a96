-- title: Alliance totals
-- description: For each alliance, net spend in the period, its share of all spend in scope, its contracts, and how
--   many states are members, participate and buy. All states' own contracts are one row, spend off contract another.
-- formula: share = net spend ÷ net spend of all rows; adoption = states buying ÷ states eligible;
--   uptake = addenda with spend in the period ÷ addenda in force
-- denominator: share: net spend in scope. Adoption: states that are members on the as-of date. Uptake: addenda in
--   force on the as-of date
-- leaves out: an addendum counts as used where its state has net spend on its contract in the period; spend of an
--   entity with an addendum of its own is not told apart from the rest of its state's
WITH spend_by_group AS (
    SELECT
        groups.group_id,
        sum(monthly.net_amount) AS net_amount,
        count(DISTINCT monthly.contract_id) AS contracts_used
    FROM monthly_spend AS monthly
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM monthly.alliance_id
    GROUP BY groups.group_id
),
buying AS (
    SELECT group_id, count(*) FILTER (WHERE net_amount > 0) AS states_buying
    FROM (
        SELECT groups.group_id, monthly.state, sum(monthly.net_amount) AS net_amount
        FROM monthly_spend AS monthly
        JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM monthly.alliance_id
        GROUP BY groups.group_id, monthly.state
    ) AS by_state
    GROUP BY group_id
),
members AS (
    SELECT groups.group_id, count(DISTINCT memberships.state) AS states_member
    FROM memberships
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE (memberships.joined_on IS NULL OR memberships.joined_on <= getvariable('as_of'))
        AND (memberships.left_on IS NULL OR memberships.left_on > getvariable('as_of'))
    GROUP BY groups.group_id
),
used AS (
    SELECT state, contract_id
    FROM monthly_spend
    WHERE contract_id IS NOT NULL
    GROUP BY state, contract_id
    HAVING sum(net_amount) > 0
),
addenda AS (
    SELECT
        groups.group_id,
        count(*) AS addenda_in_force,
        count(used.contract_id) AS addenda_used,
        count(DISTINCT addenda_in_force.state) AS states_participating
    FROM addenda_in_force
    JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    LEFT JOIN used ON used.state = addenda_in_force.state AND used.contract_id = addenda_in_force.contract_id
    GROUP BY groups.group_id
),
in_force AS (
    SELECT groups.group_id, count(*) AS contracts_in_force
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE (terms.starts_on IS NULL OR terms.starts_on <= getvariable('as_of'))
        AND (terms.ends_on IS NULL OR terms.ends_on >= getvariable('as_of'))
    GROUP BY groups.group_id
),
shown_groups AS (
    SELECT
        group_id,
        any_value(group_name) AS group_name,
        any_value(kind) AS kind,
        bool_or(is_synthetic) AS is_synthetic,
        list(alliance_id ORDER BY alliance_id) FILTER (WHERE alliance_id IS NOT NULL) AS alliance_ids
    FROM unscoped.alliance_groups
    GROUP BY group_id
)
SELECT
    shown_groups.group_id,
    shown_groups.group_name,
    shown_groups.kind,
    shown_groups.is_synthetic,
    coalesce(shown_groups.alliance_ids, []) AS alliance_ids,
    CAST(coalesce(spend_by_group.net_amount, 0) AS DECIMAL(18, 2)) AS net_amount,
    CASE
        WHEN sum(spend_by_group.net_amount) OVER () > 0
        THEN CAST(
            coalesce(spend_by_group.net_amount, 0) / sum(spend_by_group.net_amount) OVER () AS DECIMAL(18, 6)
        )
    END AS share,
    coalesce(spend_by_group.contracts_used, 0) AS contracts_used,
    coalesce(in_force.contracts_in_force, 0) AS contracts_in_force,
    coalesce(members.states_member, 0) AS states_member,
    coalesce(addenda.states_participating, 0) AS states_participating,
    coalesce(buying.states_buying, 0) AS states_buying,
    CAST(coalesce(buying.states_buying, 0) / nullif(members.states_member, 0) AS DECIMAL(18, 6)) AS adoption,
    coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
    coalesce(addenda.addenda_used, 0) AS addenda_used,
    CAST(addenda.addenda_used / nullif(addenda.addenda_in_force, 0) AS DECIMAL(18, 6)) AS uptake
FROM shown_groups
LEFT JOIN spend_by_group USING (group_id)
LEFT JOIN buying USING (group_id)
LEFT JOIN members USING (group_id)
LEFT JOIN addenda USING (group_id)
LEFT JOIN in_force USING (group_id)
WHERE coalesce(spend_by_group.net_amount, 0) <> 0
    OR in_force.contracts_in_force > 0
    OR members.states_member > 0
    OR addenda.addenda_in_force > 0
ORDER BY net_amount DESC, shown_groups.group_name

-- title: Alliance totals
-- description: For each alliance, net spend in the period, its share of all spend in scope, its contracts, and how
--   many states are members, participate and buy. All states' own contracts are one row, spend off contract another.
-- formula: share = net spend ÷ net spend of all rows; adoption = states eligible that buy ÷ states eligible;
--   uptake = addenda with spend in the period ÷ addenda in force; contracts used = those with net spend above zero;
--   a state participates with an addendum in force, in own contracts with one of its own in force
-- denominator: share: net spend in scope. Adoption: states that are members on the as-of date. Uptake: addenda in
--   force on the as-of date
-- leaves out: states that buy without being members count as buying and not towards adoption. An addendum counts as
--   used where its state has net spend on its contract in the period; spend of an entity with an addendum of its own
--   is not told apart from the rest of its state's. Spend that names a contract which no row of contracts has is off
--   contract here
WITH by_contract AS (
    SELECT groups.group_id, monthly.state, monthly.contract_id, sum(monthly.net_amount) AS net_amount
    FROM monthly_contract_spend AS monthly
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM monthly.alliance_id
    GROUP BY groups.group_id, monthly.state, monthly.contract_id
),
spend_by_group AS (
    SELECT
        group_id,
        sum(net_amount) AS net_amount,
        count(contract_id) FILTER (WHERE net_amount > 0) AS contracts_used
    FROM (
        SELECT group_id, contract_id, sum(net_amount) AS net_amount FROM by_contract GROUP BY group_id, contract_id
    ) AS over_states
    GROUP BY group_id
),
members AS (
    SELECT DISTINCT groups.group_id, memberships.state
    FROM memberships
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE (memberships.joined_on IS NULL OR memberships.joined_on <= getvariable('as_of'))
        AND (memberships.left_on IS NULL OR memberships.left_on > getvariable('as_of'))
),
buying AS (
    SELECT group_id, state FROM by_contract GROUP BY group_id, state HAVING sum(net_amount) > 0
),
states AS (
    SELECT
        coalesce(members.group_id, buying.group_id) AS group_id,
        count(members.state) AS states_member,
        count(buying.state) AS states_buying,
        count(*) FILTER (WHERE members.state = buying.state) AS members_buying
    FROM members
    FULL JOIN buying ON buying.group_id = members.group_id AND buying.state = members.state
    GROUP BY 1
),
used AS (
    SELECT state, contract_id FROM by_contract WHERE net_amount > 0
),
addenda AS (
    SELECT
        groups.group_id,
        count(*) AS addenda_in_force,
        count(used.contract_id) AS addenda_used
    FROM addenda_in_force
    JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    LEFT JOIN used ON used.state = addenda_in_force.state AND used.contract_id = addenda_in_force.contract_id
    GROUP BY groups.group_id
),
participating AS (
    SELECT groups.group_id, count(DISTINCT usable.state) AS states_participating
    FROM usable_contracts AS usable
    JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    GROUP BY groups.group_id
),
in_force AS (
    SELECT groups.group_id, count(*) AS contracts_in_force
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE terms.in_force
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
    CAST(coalesce(spend_by_group.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount,
    CASE
        WHEN sum(spend_by_group.net_amount) OVER () > 0
        THEN CAST(
            coalesce(spend_by_group.net_amount, 0) / sum(spend_by_group.net_amount) OVER () AS DECIMAL(18, 6)
        )
    END AS share,
    coalesce(spend_by_group.contracts_used, 0) AS contracts_used,
    coalesce(in_force.contracts_in_force, 0) AS contracts_in_force,
    coalesce(states.states_member, 0) AS states_member,
    coalesce(participating.states_participating, 0) AS states_participating,
    coalesce(states.states_buying, 0) AS states_buying,
    coalesce(states.members_buying, 0) AS members_buying,
    CAST(states.members_buying / nullif(states.states_member, 0) AS DECIMAL(38, 6)) AS adoption,
    coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
    coalesce(addenda.addenda_used, 0) AS addenda_used,
    CAST(addenda.addenda_used / nullif(addenda.addenda_in_force, 0) AS DECIMAL(38, 6)) AS uptake
FROM shown_groups
LEFT JOIN spend_by_group USING (group_id)
LEFT JOIN states USING (group_id)
LEFT JOIN addenda USING (group_id)
LEFT JOIN participating USING (group_id)
LEFT JOIN in_force USING (group_id)
WHERE coalesce(spend_by_group.net_amount, 0) <> 0
    OR in_force.contracts_in_force > 0
    OR states.states_member > 0
    OR addenda.addenda_in_force > 0
ORDER BY net_amount DESC, shown_groups.group_name

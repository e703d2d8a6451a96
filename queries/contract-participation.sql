-- title: Contract participation
-- description: For each contract, how many states may take part, do take part and buy: its alliance's
--   members, the addenda in force, and the states with net spend in scope and period.
-- formula: uptake = addenda in force whose state has net spend above zero on the contract in the period ÷
--   addenda in force; adoption = eligible states with net spend above zero ÷ eligible states
-- denominator: uptake: addenda in force on the as-of date. Adoption: states that are members of the
--   contract's alliance on the as-of date. None: no figure
-- leaves out: states that buy without being members count as buying and not towards adoption. Spend of an
--   entity with an addendum of its own is not told apart from the rest of its state's. The scope's states
--   narrow all counts
-- param in_force: boolean = yes "Only contracts in force"
-- param alliance: alliance? "Alliance"
WITH chosen AS (
    SELECT contracts.*, terms.ends_on AS term_ends_on, terms.in_force
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    WHERE (terms.in_force OR NOT $in_force) AND ($alliance IS NULL OR contracts.alliance_id = $alliance)
),
members AS (
    SELECT DISTINCT alliance_id, state
    FROM memberships
    WHERE (joined_on IS NULL OR joined_on <= $as_of) AND (left_on IS NULL OR left_on > $as_of)
),
eligible AS (
    SELECT alliance_id, count(*) AS states_eligible FROM members GROUP BY alliance_id
),
by_state AS (
    SELECT contract_id, alliance_id, state, sum(net_amount) AS net_amount
    FROM monthly_contract_spend
    WHERE contract_id IS NOT NULL
    GROUP BY contract_id, alliance_id, state
),
bought AS (
    SELECT
        by_state.contract_id,
        sum(by_state.net_amount) AS net_amount,
        count(*) FILTER (WHERE by_state.net_amount > 0) AS states_buying,
        count(members.state) FILTER (WHERE by_state.net_amount > 0) AS eligible_states_buying
    FROM by_state
    LEFT JOIN members ON members.alliance_id = by_state.alliance_id AND members.state = by_state.state
    GROUP BY by_state.contract_id
),
addenda AS (
    SELECT
        addenda_in_force.contract_id,
        count(*) AS addenda_in_force,
        count(DISTINCT addenda_in_force.state) AS states_participating,
        count(*) FILTER (WHERE by_state.net_amount > 0) AS addenda_used
    FROM addenda_in_force
    LEFT JOIN by_state
        ON by_state.contract_id = addenda_in_force.contract_id AND by_state.state = addenda_in_force.state
    GROUP BY addenda_in_force.contract_id
)
SELECT
    chosen.contract_id,
    chosen.alliance_id,
    chosen.vendor_id,
    chosen.number,
    chosen.title,
    groups.group_name AS alliance_name,
    vendors.name AS vendor_name,
    chosen.term_ends_on AS ends_on,
    chosen.in_force,
    coalesce(addenda.states_participating, 0) AS states_participating,
    coalesce(addenda.addenda_used, 0) AS addenda_used,
    coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
    CAST(addenda.addenda_used / nullif(addenda.addenda_in_force, 0) AS DECIMAL(9, 6)) AS uptake,
    coalesce(bought.states_buying, 0) AS states_buying,
    coalesce(bought.eligible_states_buying, 0) AS eligible_states_buying,
    coalesce(eligible.states_eligible, 0) AS states_eligible,
    CAST(
        coalesce(bought.eligible_states_buying, 0) / nullif(eligible.states_eligible, 0) AS DECIMAL(9, 6)
    ) AS adoption,
    CAST(coalesce(bought.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount
FROM chosen
LEFT JOIN eligible ON eligible.alliance_id = chosen.alliance_id
LEFT JOIN addenda ON addenda.contract_id = chosen.contract_id
LEFT JOIN bought ON bought.contract_id = chosen.contract_id
LEFT JOIN unscoped.alliance_groups AS groups ON groups.alliance_id = chosen.alliance_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = chosen.vendor_id
ORDER BY net_amount DESC, chosen.contract_id

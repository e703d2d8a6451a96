-- title: Portfolios that peers use
-- description: The alliances' portfolios that a state's peers buy on and the state does not: no addendum of
--   its own, in force or still to come, and no net spend. Beside each stands what the state bought in the
--   same categories.
-- formula: peers' share = peers with net spend above zero on the portfolio ÷ peers
-- denominator: the peers: the states that are named, else those that the scope names, without the state
--   itself; where none is left, the other jurisdictions of its region
-- leaves out: states' and cities' own contracts, which others cannot join; portfolios of which no contract is
--   in force on the as-of date. Peers are read whether or not the scope's states name them; its other parts
--   and its period narrow what they bought. Whether the state may join is not judged: see whether it is a
--   member. A contract without a portfolio is one by itself. The state's spend in the categories is counted
--   in each portfolio of them
-- param state: state "State"
-- param peers: state[]? "Peers (where left out, the scope's states or those of the region)"
-- param at_least: integer = 3 "Bought by at least this many peers" (min 1) (max 60)
WITH named_peers AS (
    SELECT code AS state
    FROM jurisdictions
    WHERE code <> $state AND list_contains(CAST($peers AS VARCHAR[]), code)
),
peers AS (
    SELECT state FROM named_peers
    UNION ALL
    SELECT code
    FROM jurisdictions
    WHERE code <> $state
        AND region = (SELECT region FROM jurisdictions WHERE code = $state)
        AND NOT EXISTS (SELECT * FROM named_peers)
),
portfolios AS (
    SELECT
        contracts.contract_id,
        contracts.alliance_id,
        coalesce(contracts.portfolio, contracts.contract_id) AS portfolio,
        contracts.title,
        contracts.category_code,
        contracts.category,
        terms.in_force,
        terms.ends_on
    FROM unscoped.contracts AS contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE groups.is_cooperative
        AND unscoped.in_list(getvariable('alliances'), contracts.alliance_id)
        AND unscoped.in_list(getvariable('contracts'), contracts.contract_id)
        AND unscoped.category_in_scope(contracts.category_code)
        AND unscoped.vendor_in_scope(contracts.vendor_id)
),
bought AS (
    SELECT
        portfolios.alliance_id,
        portfolios.portfolio,
        spend.state,
        sum(spend.net_amount) AS net_amount
    FROM unscoped.dated_spend AS spend
    JOIN portfolios USING (contract_id)
    WHERE spend.by_line = getvariable('period_by_line')
        AND unscoped.period_in_scope(spend.spent_on, spend.state)
        AND unscoped.in_list(getvariable('entity_types'), spend.entity_type)
    GROUP BY portfolios.alliance_id, portfolios.portfolio, spend.state
    HAVING sum(spend.net_amount) > 0
),
by_peers AS (
    SELECT
        bought.alliance_id,
        bought.portfolio,
        count(*) AS peers_buying,
        string_agg(bought.state, ' ' ORDER BY bought.state) AS buying_peers,
        CAST(sum(bought.net_amount) AS DECIMAL(38, 2)) AS peers_net_amount
    FROM bought
    SEMI JOIN peers ON peers.state = bought.state
    GROUP BY bought.alliance_id, bought.portfolio
    HAVING count(*) >= $at_least
),
used_by_state AS (
    SELECT alliance_id, portfolio FROM bought WHERE state = $state
    UNION
    SELECT portfolios.alliance_id, portfolios.portfolio
    FROM unscoped.addendum_terms AS terms
    JOIN portfolios USING (contract_id)
    WHERE terms.state = $state AND terms.first_day <= terms.last_day AND terms.last_day >= $as_of
),
offered AS (
    SELECT
        alliance_id,
        portfolio,
        min(title) AS title,
        min(category_code) AS category_code,
        min(category) AS category,
        count(*) FILTER (WHERE in_force) AS contracts_in_force,
        max(ends_on) FILTER (WHERE in_force) AS last_ends_on
    FROM portfolios
    GROUP BY alliance_id, portfolio
    HAVING count(*) FILTER (WHERE in_force) > 0
),
state_by_category AS (
    SELECT category_code, sum(net_amount) AS net_amount
    FROM unscoped.dated_spend
    WHERE by_line
        AND state = $state
        AND unscoped.period_in_scope(spent_on, state)
        AND unscoped.in_list(getvariable('entity_types'), entity_type)
    GROUP BY category_code
),
state_in_portfolio AS (
    SELECT covered.alliance_id, covered.portfolio, sum(state_by_category.net_amount) AS net_amount
    FROM (SELECT DISTINCT alliance_id, portfolio, category_code FROM portfolios) AS covered
    JOIN state_by_category
        ON starts_with(state_by_category.category_code, unscoped.category_prefix(covered.category_code))
    GROUP BY covered.alliance_id, covered.portfolio
),
members AS (
    SELECT DISTINCT alliance_id
    FROM unscoped.memberships
    WHERE state = $state AND coalesce(joined_on <= $as_of, true) AND coalesce(left_on > $as_of, true)
),
alliance_names AS (
    SELECT alliance_id, min(name) AS name FROM unscoped.alliances GROUP BY alliance_id
)
SELECT
    by_peers.alliance_id,
    by_peers.portfolio,
    offered.category_code,
    coalesce(alliance_names.name, by_peers.alliance_id) AS alliance_name,
    offered.title,
    offered.category,
    members.alliance_id IS NOT NULL AS state_is_member,
    by_peers.peers_buying,
    (SELECT count(*) FROM peers) AS peers,
    CAST(by_peers.peers_buying / (SELECT count(*) FROM peers) AS DECIMAL(38, 6)) AS peers_share,
    by_peers.buying_peers,
    by_peers.peers_net_amount,
    CAST(coalesce(state_in_portfolio.net_amount, 0) AS DECIMAL(38, 2)) AS state_net_in_category,
    offered.contracts_in_force,
    offered.last_ends_on
FROM by_peers
JOIN offered USING (alliance_id, portfolio)
ANTI JOIN used_by_state
    ON used_by_state.alliance_id = by_peers.alliance_id AND used_by_state.portfolio = by_peers.portfolio
LEFT JOIN state_in_portfolio USING (alliance_id, portfolio)
LEFT JOIN members ON members.alliance_id = by_peers.alliance_id
LEFT JOIN alliance_names ON alliance_names.alliance_id = by_peers.alliance_id
ORDER BY by_peers.peers_buying DESC, by_peers.peers_net_amount DESC, by_peers.alliance_id, by_peers.portfolio

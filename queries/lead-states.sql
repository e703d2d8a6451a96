-- title: Lead states
-- description: The states that ran alliances' solicitations: how many contracts they lead, what was bought on
--   these in scope and its period, how many states they serve, and how much of it the lead state bought
--   itself.
-- formula: own share = net spend of the lead state on the contracts it leads ÷ net spend on these contracts;
--   a state is served that has net spend above zero on one of them; share = net spend ÷ net spend on
--   contracts of all lead states
-- denominator: net spend in scope and period on the contracts that the state leads, and on all that have a
--   lead state. Not above zero: no share
-- leaves out: contracts that name no lead state, and states' and cities' own contracts unless they are asked
--   for
-- param own: boolean = no "Also states' own contracts"
WITH led AS (
    SELECT
        contracts.contract_id,
        contracts.lead_state,
        contracts.alliance_id,
        contracts.portfolio,
        terms.in_force
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id = contracts.alliance_id
    WHERE contracts.lead_state IS NOT NULL AND ($own OR groups.is_cooperative)
),
contract_counts AS (
    SELECT
        lead_state,
        count(*) AS contracts,
        count(*) FILTER (WHERE in_force) AS contracts_in_force,
        count(DISTINCT portfolio) AS portfolios,
        count(DISTINCT alliance_id) AS alliances
    FROM led
    GROUP BY lead_state
),
participating AS (
    SELECT led.lead_state, count(DISTINCT addenda.state) AS states_participating
    FROM addenda_in_force AS addenda
    JOIN led USING (contract_id)
    GROUP BY led.lead_state
),
by_contract AS (
    SELECT led.lead_state, monthly.state, monthly.contract_id, sum(monthly.net_amount) AS net_amount
    FROM monthly_contract_spend AS monthly
    JOIN led USING (contract_id)
    GROUP BY led.lead_state, monthly.state, monthly.contract_id
),
served AS (
    SELECT lead_state, count(DISTINCT state) AS states_served
    FROM by_contract
    WHERE net_amount > 0
    GROUP BY lead_state
),
bought AS (
    SELECT
        lead_state,
        sum(net_amount) AS net_amount,
        sum(net_amount) FILTER (WHERE state = lead_state) AS own_net_amount
    FROM by_contract
    GROUP BY lead_state
)
SELECT
    counts.lead_state,
    coalesce(jurisdictions.name, counts.lead_state) AS lead_state_name,
    counts.contracts,
    counts.contracts_in_force,
    counts.portfolios,
    counts.alliances,
    coalesce(participating.states_participating, 0) AS states_participating,
    coalesce(served.states_served, 0) AS states_served,
    CAST(coalesce(bought.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount,
    CAST(coalesce(sum(bought.net_amount) OVER (), 0) AS DECIMAL(38, 2)) AS all_net_amount,
    CASE
        WHEN sum(bought.net_amount) OVER () > 0
        THEN CAST(coalesce(bought.net_amount, 0) / sum(bought.net_amount) OVER () AS DECIMAL(38, 6))
    END AS share,
    CAST(coalesce(bought.own_net_amount, 0) AS DECIMAL(38, 2)) AS own_net_amount,
    CASE
        WHEN bought.net_amount > 0
        THEN CAST(coalesce(bought.own_net_amount, 0) / bought.net_amount AS DECIMAL(38, 6))
    END AS own_share
FROM contract_counts AS counts
LEFT JOIN participating ON participating.lead_state = counts.lead_state
LEFT JOIN served ON served.lead_state = counts.lead_state
LEFT JOIN bought ON bought.lead_state = counts.lead_state
LEFT JOIN jurisdictions ON jurisdictions.code = counts.lead_state
ORDER BY net_amount DESC, counts.lead_state

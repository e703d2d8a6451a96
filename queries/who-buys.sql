-- title: Who buys
-- description: Which types of buyers buy through each alliance, by net spend: state agencies, counties,
--   cities, schools, universities and others. Where asked for, each contract and each entity has a row of its
--   own.
-- formula: share = net spend of the row ÷ net spend of all buyers through the same alliance, or on the same
--   contract where contracts have rows of their own
-- denominator: net spend in scope and period through the alliance, or on the contract, of all buyers, named
--   or not; no share where it is not above zero
-- leaves out: days after the as-of date. Rows that name no buyer, or one whose type is not known, have no
--   type; so have positions, which name no buyer. An entity that bought in two states has a row for each. All
--   states' own contracts stand together, and spend off contract by itself
-- param by_contract: boolean = no "A row for each contract"
-- param by_entity: boolean = no "A row for each entity"
WITH bought AS (
    SELECT
        contract_id,
        entity_id,
        state,
        sum(amount) AS net_amount,
        count(*) AS lines,
        CAST(date_trunc('month', max(spent_on)) AS DATE) AS last_bought_month
    FROM spend
    GROUP BY contract_id, entity_id, state
    UNION ALL
    SELECT contract_id, NULL, state, sum(net_amount), 0, max(month)
    FROM monthly_spend
    WHERE line_count = 0
    GROUP BY contract_id, state
),
grouped AS (
    SELECT
        groups.group_id AS alliance_id,
        groups.group_name AS alliance_name,
        CASE WHEN $by_contract THEN bought.contract_id END AS contract_id,
        entities.entity_type,
        CASE WHEN $by_entity THEN bought.entity_id END AS entity_id,
        CASE WHEN $by_entity THEN bought.state END AS state,
        min(entities.name) AS entity_name,
        count(DISTINCT bought.entity_id) AS entities,
        CAST(sum(bought.lines) AS BIGINT) AS lines,
        sum(bought.net_amount) AS net_amount,
        max(bought.last_bought_month) AS last_bought_month
    FROM bought
    LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM contracts.alliance_id
    LEFT JOIN unscoped.entity_kinds AS entities USING (entity_id)
    GROUP BY 1, 2, 3, 4, 5, 6
),
shares AS (
    SELECT *, sum(net_amount) OVER (PARTITION BY alliance_id, contract_id) AS net_of_all_buyers FROM grouped
)
SELECT
    shares.alliance_id,
    shares.contract_id,
    shares.entity_type,
    shares.entity_id,
    shares.state,
    shares.alliance_name,
    contracts.title,
    CASE WHEN $by_entity THEN coalesce(shares.entity_name, shares.entity_id, 'No buyer named') END
        AS entity_name,
    CAST(shares.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(shares.net_of_all_buyers AS DECIMAL(38, 2)) AS net_of_all_buyers,
    CASE
        WHEN shares.net_of_all_buyers > 0
        THEN CAST(shares.net_amount / shares.net_of_all_buyers AS DECIMAL(38, 6))
    END AS share,
    shares.entities,
    shares.lines,
    shares.last_bought_month
FROM shares
LEFT JOIN unscoped.contracts AS contracts ON contracts.contract_id = shares.contract_id
ORDER BY
    shares.net_of_all_buyers DESC,
    shares.alliance_id,
    shares.contract_id,
    shares.net_amount DESC,
    shares.entity_type,
    shares.entity_id,
    shares.state

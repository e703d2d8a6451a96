-- title: A contract's buyers
-- description: The entities that bought on one contract within the scope and its period, by net spend.
-- formula: share = net spend ÷ the contract's net spend in scope
-- denominator: net spend on the contract in scope and period
-- leaves out: spend after the as-of date; rows that name no entity are one line, and positions, which name none, are
--   not listed
-- param contract: contract "Contract"
SELECT
    spend.entity_id,
    coalesce(any_value(entities.name), spend.entity_id, 'No buyer named') AS entity_name,
    any_value(entities.entity_type) AS entity_type,
    spend.state,
    CAST(sum(spend.amount) AS DECIMAL(38, 2)) AS net_amount,
    CASE
        WHEN sum(sum(spend.amount)) OVER () > 0
        THEN CAST(sum(spend.amount) / sum(sum(spend.amount)) OVER () AS DECIMAL(38, 6))
    END AS share,
    count(*) AS line_count,
    max(spend.spent_on) AS last_bought_on
FROM spend
LEFT JOIN unscoped.entity_kinds AS entities ON entities.entity_id = spend.entity_id
WHERE spend.contract_id = $contract
GROUP BY spend.entity_id, spend.state
ORDER BY net_amount DESC, entity_name

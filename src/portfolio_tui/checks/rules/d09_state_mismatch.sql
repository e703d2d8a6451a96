-- id: D09
-- title: Buyers of another state
-- severity: warning
-- version: 1
-- description: Spend reported for one state whose buyer lies in another. One finding for each state and buyer.
-- why: Fees, addenda and summaries all go by state: a line under the wrong one is missing from the right one.
-- leaves out: buyers without a state, or that the table of buyers lists in several; lines without a buyer
-- needs: spend, entities
WITH places AS (
    SELECT entity_id, min(state) AS entity_state
    FROM unscoped.entities
    GROUP BY entity_id
    HAVING min(state) = max(state)
)
SELECT
    spend.state || '|' || spend.entity_id AS finding,
    unscoped.only(spend.contract_id) AS contract_id,
    spend.state,
    unscoped.only(coalesce(spend.vendor_id, contracts.vendor_id)) AS vendor_id,
    spend.entity_id,
    min(spend.spent_on) AS day,
    CAST(sum(abs(spend.amount)) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'line') || ' for ' || unscoped.money(sum(abs(spend.amount))) || ' in ' || spend.state
    || ' by ' || spend.entity_id || ', a buyer in ' || min(places.entity_state) || '.' AS summary,
    'spend' AS row_table,
    list(spend.spend_id ORDER BY spend.spend_id) AS row_ids,
    min(places.entity_state) AS entity_state
FROM spend
JOIN places ON places.entity_id = spend.entity_id AND places.entity_state <> spend.state
LEFT JOIN (SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id) AS contracts
    ON contracts.contract_id = spend.contract_id
GROUP BY spend.state, spend.entity_id
ORDER BY amount_at_stake DESC, finding

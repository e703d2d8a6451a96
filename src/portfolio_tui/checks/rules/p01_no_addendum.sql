-- id: P01
-- title: Orders without an addendum
-- severity: error
-- version: 1
-- description: Orders in a state, or by a buyer, for which no addendum to the contract is on record, whatever its
--   dates. One finding for each contract and state.
-- why: A state or an entity must have executed a participating addendum before it uses a master agreement; the
--   clause is in the agreements themselves. Without one nobody has agreed to its terms, and the price may not hold.
-- leaves out: contracts for which no addendum of any state is on record, unless their alliance is named, since
--   their states join otherwise; spend without a contract or a state; credits and returns; where only single
--   entities have an addendum, the orders of buyers who are not known
-- needs: participating_addenda, spend
-- param alliances: alliance[]? "Alliances whose every contract needs an addendum"
--   (choices: SELECT alliance_id, name FROM alliances ORDER BY name)
WITH joined AS (
    SELECT DISTINCT contract_id, state, entity_id FROM unscoped.participating_addenda
),
needing AS (
    SELECT contract_id FROM joined
    UNION
    SELECT contract_id FROM unscoped.contracts WHERE list_contains($alliances, alliance_id)
),
uncovered AS (
    SELECT orders.*
    FROM unscoped.orders AS orders
    SEMI JOIN needing ON needing.contract_id = orders.contract_id
    ANTI JOIN (SELECT contract_id, state FROM joined WHERE entity_id IS NULL) AS statewide
        ON statewide.contract_id = orders.contract_id AND statewide.state = orders.state
    ANTI JOIN (SELECT contract_id, state, entity_id FROM joined WHERE entity_id IS NOT NULL) AS own
        ON own.contract_id = orders.contract_id
        AND own.state = orders.state
        AND own.entity_id = coalesce(orders.entity_id, own.entity_id)
    WHERE orders.state IS NOT NULL
)
SELECT
    contract_id || '|' || state AS finding,
    contract_id,
    state,
    unscoped.only(vendor_id) AS vendor_id,
    unscoped.only(entity_id) AS entity_id,
    min(first_ordered_on) AS day,
    CAST(sum(amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'order') || ' for ' || unscoped.money(sum(amount)) || ' on ' || contract_id || ' in '
    || state || ', and no addendum on record that covers '
    || CASE WHEN count(*) = 1 THEN 'it.' ELSE 'them.' END AS summary,
    'spend' AS row_table,
    list(spend_id ORDER BY spend_id) AS row_ids,
    max(last_ordered_on) AS last_ordered_on
FROM uncovered
GROUP BY contract_id, state
ORDER BY amount_at_stake DESC, finding

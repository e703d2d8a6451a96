-- id: P07
-- title: Goods outside the contract's category
-- severity: warning
-- version: 1
-- description: Orders of a category that the contract does not cover, by the first digits of their UNSPSC codes. One
--   finding for each contract, state and category.
-- why: A review of cooperative purchases in 2021 found items out of scope and prices not on the list; a state's audit
--   of 2008 found 24,284 unauthorised items in one catalogue.
-- leaves out: lines and contracts without a code; codes of which one is a coarser form of the other; credits and
--   returns
-- needs: spend
-- param digits: integer = 4 "Digits of the code that must agree" (min 2) (max 8)
WITH codes AS (
    SELECT
        contract_id,
        min(category_code) AS contract_category,
        unscoped.category_prefix(left(min(category_code), $digits)) AS contract_prefix
    FROM unscoped.contracts
    GROUP BY contract_id
),
bought AS (
    SELECT contract_id, category_code, unscoped.category_prefix(left(category_code, $digits)) AS line_prefix
    FROM (SELECT DISTINCT contract_id, category_code FROM unscoped.orders WHERE category_code IS NOT NULL) AS pairs
),
outside AS (
    SELECT bought.contract_id, bought.category_code, codes.contract_category
    FROM bought
    JOIN codes USING (contract_id)
    WHERE NOT starts_with(bought.line_prefix, codes.contract_prefix)
        AND NOT starts_with(codes.contract_prefix, bought.line_prefix)
)
SELECT
    orders.contract_id || '|' || coalesce(orders.state, '??') || '|' || orders.category_code AS finding,
    orders.contract_id,
    orders.state,
    unscoped.only(orders.vendor_id) AS vendor_id,
    unscoped.only(orders.entity_id) AS entity_id,
    min(orders.first_ordered_on) AS day,
    CAST(sum(orders.amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'order') || ' for ' || unscoped.money(sum(orders.amount)) || ' on '
    || orders.contract_id || ' in ' || coalesce(orders.state, '??') || ' of category ' || orders.category_code
    || '; the contract is for ' || min(outside.contract_category) || '.' AS summary,
    'spend' AS row_table,
    list(orders.spend_id ORDER BY orders.spend_id) AS row_ids,
    orders.category_code,
    min(outside.contract_category) AS contract_category_code
FROM unscoped.orders AS orders
JOIN outside ON outside.contract_id = orders.contract_id AND outside.category_code = orders.category_code
GROUP BY orders.contract_id, orders.state, orders.category_code
ORDER BY amount_at_stake DESC, finding

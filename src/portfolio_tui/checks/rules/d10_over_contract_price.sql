-- id: D10
-- title: Prices above the contract's
-- severity: error
-- version: 1
-- description: Lines sold at a unit price above the one that the contract sets for that product on the day of the order.
--   One finding for each contract, state and product; the amount is the difference times the quantity.
-- why: Overcharges on cooperative contracts were settled for millions: $5.75 million on a contract of $18 million in one
--   city, 17 cartridges at $147.24 instead of $106.60 in a spot check.
-- leaves out: products without a price on that day; lines without unit price or quantity; credits and returns. What
--   was sold below the price is not set against it
-- needs: prices, spend
WITH agreed AS (
    SELECT
        contract_id,
        product_number,
        contract_price,
        coalesce(starts_on, DATE '0001-01-01') AS starts_on,
        coalesce(ends_on, DATE '9999-12-31') AS ends_on
    FROM unscoped.prices
    WHERE contract_price IS NOT NULL
),
above AS (
    SELECT
        spend.spend_id, spend.contract_id, spend.state, spend.vendor_id, spend.entity_id, spend.product_number,
        spend.unit_price, spend.quantity, spend.order_date, spend.spent_on,
        max(agreed.contract_price) AS contract_price
    FROM spend
    JOIN agreed
        ON agreed.contract_id = spend.contract_id
        AND agreed.product_number = spend.product_number
        AND coalesce(spend.order_date, spend.spent_on) BETWEEN agreed.starts_on AND agreed.ends_on
        AND spend.unit_price > agreed.contract_price
    WHERE spend.amount > 0 AND spend.quantity > 0
    GROUP BY ALL
),
lines AS (
    SELECT above.*
    FROM above
    ANTI JOIN agreed
        ON agreed.contract_id = above.contract_id
        AND agreed.product_number = above.product_number
        AND coalesce(above.order_date, above.spent_on) BETWEEN agreed.starts_on AND agreed.ends_on
        AND above.unit_price <= agreed.contract_price
)
SELECT
    concat_ws('|', lines.contract_id, coalesce(lines.state, '??'), lines.product_number) AS finding,
    lines.contract_id,
    lines.state,
    unscoped.only(coalesce(lines.vendor_id, contracts.vendor_id)) AS vendor_id,
    unscoped.only(lines.entity_id) AS entity_id,
    min(coalesce(lines.order_date, lines.spent_on)) AS day,
    CAST(sum((lines.unit_price - lines.contract_price) * lines.quantity) AS DECIMAL(38, 2)) AS amount_at_stake,
    'over' AS direction,
    unscoped.counted(count(*), 'line') || ' of ' || lines.product_number || ' on ' || lines.contract_id || ' in '
    || coalesce(lines.state, '??') || ' at up to ' || unscoped.money(max(lines.unit_price))
    || ' a unit; the contract says ' || unscoped.money(max(lines.contract_price)) || '.' AS summary,
    'spend' AS row_table,
    list(lines.spend_id ORDER BY lines.spend_id) AS row_ids,
    lines.product_number,
    max(lines.unit_price) AS highest_unit_price,
    max(lines.contract_price) AS contract_price
FROM lines
JOIN (SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id) AS contracts
    ON contracts.contract_id = lines.contract_id
GROUP BY lines.contract_id, lines.state, lines.product_number
ORDER BY amount_at_stake DESC, finding

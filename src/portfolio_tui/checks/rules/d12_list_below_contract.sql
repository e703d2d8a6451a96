-- id: D12
-- title: List prices below the contract's
-- severity: warning
-- version: 1
-- description: Products that anybody can buy at list for less than the contract charges. One finding for each price.
-- why: It is the milder half of D10: nobody need pay the contract's price, but who trusts the contract does. A state's
--   auditor found goods cheaper elsewhere than on its own contracts.
-- leaves out: prices that begin after the as-of date or had ended before it; prices without a list price. How much was
--   bought is not counted, so no amount stands here
-- needs: prices
SELECT DISTINCT
    concat_ws('|', prices.contract_id, prices.product_number, prices.starts_on) AS finding,
    prices.contract_id,
    CAST(NULL AS VARCHAR) AS state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    prices.starts_on AS day,
    CAST(NULL AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    prices.product_number || ' on ' || prices.contract_id || ' costs ' || unscoped.money(prices.contract_price)
    || ' under the contract and ' || unscoped.money(prices.list_price) || ' at list.' AS summary,
    'prices' AS row_table,
    [concat_ws('|', prices.contract_id, prices.product_number, prices.starts_on)] AS row_ids,
    prices.product_number,
    prices.list_price,
    prices.contract_price
FROM prices
JOIN contracts ON contracts.contract_id = prices.contract_id
WHERE prices.list_price < prices.contract_price
    AND prices.product_number IS NOT NULL
    AND coalesce(prices.starts_on <= $as_of, true)
    AND coalesce(prices.ends_on >= $as_of, true)
ORDER BY contract_price / nullif(list_price, 0) DESC NULLS FIRST, finding

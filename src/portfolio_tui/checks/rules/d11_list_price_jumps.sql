-- id: D11
-- title: List prices that jump
-- severity: info
-- version: 1
-- description: Products whose list price rose by more than a given part from one price list of the contract to the next,
--   while the discount off it stayed the same. One finding for each rise.
-- why: A state's auditor found list prices inflated so that discounts looked higher: a discount off list protects nobody
--   when the list may rise as it likes.
-- leaves out: rises that a larger discount makes up for; products with one price list; price lists without a first day,
--   or that begin after the as-of date. How much was bought is not counted, so no amount stands here
-- needs: prices
-- param part: decimal = 0.10 "Rise of the list price, more than (a fraction)" (min 0)
WITH successive AS (
    SELECT
        *,
        lag(list_price) OVER by_product AS earlier_list_price,
        lag(contract_price) OVER by_product AS earlier_contract_price
    FROM prices
    WHERE starts_on <= $as_of AND list_price > 0 AND contract_price IS NOT NULL AND product_number IS NOT NULL
    WINDOW by_product AS (PARTITION BY contract_id, product_number ORDER BY starts_on)
)
SELECT
    concat_ws('|', prices.contract_id, prices.product_number, prices.starts_on) AS finding,
    prices.contract_id,
    CAST(NULL AS VARCHAR) AS state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    prices.starts_on AS day,
    CAST(NULL AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    'The list price of ' || prices.product_number || ' on ' || prices.contract_id || ' rose from '
    || unscoped.money(prices.earlier_list_price) || ' to ' || unscoped.money(prices.list_price) || ' on '
    || prices.starts_on || ', and the contract price with it.' AS summary,
    'prices' AS row_table,
    [concat_ws('|', prices.contract_id, prices.product_number, prices.starts_on)] AS row_ids,
    prices.product_number,
    prices.earlier_list_price,
    prices.list_price,
    prices.earlier_contract_price,
    prices.contract_price
FROM successive AS prices
JOIN contracts ON contracts.contract_id = prices.contract_id
WHERE prices.list_price > prices.earlier_list_price * (1 + $part)
    AND abs(
        prices.contract_price * prices.earlier_list_price - prices.earlier_contract_price * prices.list_price
    ) <= 0.005 * prices.list_price * prices.earlier_list_price
ORDER BY prices.list_price / prices.earlier_list_price DESC, finding

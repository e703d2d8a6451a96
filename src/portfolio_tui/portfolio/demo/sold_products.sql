-- The products with a list price that were sold under each contract, at what prices, and in how many states.
SELECT
    contract_id,
    product_number,
    max(unit_price) AS unit_price,
    max(list_price) AS list_price,
    min(spent_on) AS first_sold_on,
    count(DISTINCT state) AS states
FROM read_parquet($files)
WHERE contract_id IS NOT NULL AND list_price IS NOT NULL AND amount > 0
GROUP BY contract_id, product_number
ORDER BY contract_id, product_number

-- title: Prices behind a finding
-- description: The contract prices of those keys, whatever the scope: contract, product and first day.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.prices AS prices
WHERE concat_ws('|', contract_id, product_number, starts_on) IN (SELECT unnest($ids))
ORDER BY starts_on, product_number

-- title: Position totals
-- description: The ceiling and the amounts ordered and paid to date, summed over the latest position of each contract
--   and state in scope on or before the as-of date.
-- formula: sums of the latest positions
-- denominator: none; these are amounts
-- leaves out: positions before the latest of their contract and state. Amounts that a position does not state add
--   nothing; an amount that none states has no sum
WITH newest AS (
    SELECT *
    FROM balances
    QUALIFY row_number() OVER (PARTITION BY contract_id, state ORDER BY as_of DESC) = 1
)
SELECT
    count(DISTINCT contract_id) AS contracts,
    max(as_of) AS newest_on,
    CAST(sum(ceiling_amount) AS DECIMAL(38, 2)) AS ceiling_amount,
    CAST(sum(ordered_amount) AS DECIMAL(38, 2)) AS ordered_amount,
    CAST(sum(paid_amount) AS DECIMAL(38, 2)) AS paid_amount
FROM newest

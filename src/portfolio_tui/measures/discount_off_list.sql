-- title: Discount off list
-- description: How far below the list price the lines in scope were bought, and what share of spend carries a list
--   price. It is not savings: list prices are the seller's own.
-- formula: discount = 1 − Σ amount ÷ Σ (list price × quantity); covered share = Σ amount of those lines ÷ Σ amount
-- denominator: Σ (list price × quantity) over lines with a list price and a quantity above zero
-- leaves out: lines without list price or quantity, credits and returns
-- source: domain notes on savings: North Carolina's auditor found list prices inflated so that discounts looked higher
WITH sums AS (
    SELECT
        sum(amount) FILTER (WHERE list_price > 0 AND quantity > 0 AND amount > 0) AS listed_amount,
        sum(list_price * quantity) FILTER (WHERE list_price > 0 AND quantity > 0 AND amount > 0) AS list_amount,
        sum(amount) FILTER (WHERE amount > 0) AS sales_amount,
        count(*) FILTER (WHERE list_price > 0 AND quantity > 0 AND amount > 0) AS line_count
    FROM spend
)
SELECT
    CAST(1 - listed_amount / nullif(list_amount, 0) AS DECIMAL(38, 6)) AS discount,
    CAST(coalesce(listed_amount, 0) / nullif(sales_amount, 0) AS DECIMAL(38, 6)) AS covered_share,
    CAST(list_amount AS DECIMAL(38, 2)) AS list_amount,
    line_count
FROM sums

-- title: Credits and returns
-- description: What was credited and returned on each contract, by seller, against its gross sales in scope
--   and period. A high share can mean wrong prices, wrong goods or sales reported early.
-- formula: credited share = (credits + returns) ÷ gross sales, taken as positive. Gross sales = Σ amounts
--   above zero; credits and returns = Σ amounts below zero, returns being those whose order type says so
-- denominator: gross sales of the seller on the contract; none: no share, and the row is always listed
-- leaves out: sellers without credits or returns, and positions, which are net. The sign decides, not the
--   order type
-- param at_least: decimal = 0 "Credited share, at least (a fraction)" (min 0)
WITH by_seller AS (
    SELECT
        spend.contract_id,
        coalesce(spend.vendor_id, contracts.vendor_id) AS vendor_id,
        sum(spend.amount) FILTER (WHERE spend.amount > 0) AS gross_sales,
        sum(-spend.amount) FILTER (WHERE spend.amount < 0) AS credited,
        sum(-spend.amount) FILTER (WHERE spend.amount < 0 AND spend.order_type = 'return') AS returned,
        count(*) FILTER (WHERE spend.amount > 0) AS sales_lines,
        count(*) FILTER (WHERE spend.amount < 0) AS credit_lines
    FROM spend
    LEFT JOIN unscoped.contracts AS contracts ON contracts.contract_id = spend.contract_id
    GROUP BY 1, 2
)
SELECT
    by_seller.contract_id,
    by_seller.vendor_id,
    contracts.number,
    contracts.title,
    vendors.name AS vendor_name,
    CAST(coalesce(by_seller.gross_sales, 0) AS DECIMAL(38, 2)) AS gross_sales_amount,
    CAST(by_seller.credited - coalesce(by_seller.returned, 0) AS DECIMAL(38, 2)) AS credits_amount,
    CAST(coalesce(by_seller.returned, 0) AS DECIMAL(38, 2)) AS returns_amount,
    CAST(by_seller.credited AS DECIMAL(38, 2)) AS credited_amount,
    CASE
        WHEN by_seller.gross_sales > 0 THEN CAST(by_seller.credited / by_seller.gross_sales AS DECIMAL(38, 6))
    END AS credited_share,
    by_seller.sales_lines,
    by_seller.credit_lines
FROM by_seller
LEFT JOIN unscoped.contracts AS contracts ON contracts.contract_id = by_seller.contract_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = by_seller.vendor_id
WHERE by_seller.credited > 0 AND coalesce(by_seller.credited / by_seller.gross_sales >= $at_least, true)
ORDER BY credited_amount DESC, by_seller.contract_id, by_seller.vendor_id

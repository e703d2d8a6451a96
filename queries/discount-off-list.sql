-- title: Discount off list
-- description: How far below the list price was bought, by alliance, vendor or category, and what share of
--   sales carries a list price at all. It is not savings: list prices are the seller's own.
-- formula: discount = 1 − Σ amount ÷ Σ (list price × quantity) over lines with a list price; covered share =
--   Σ amount of those lines ÷ Σ amount of all sales
-- denominator: Σ (list price × quantity) over lines with a list price and a quantity above zero; Σ amount of
--   all sales of the row. No discount where no line has a list price
-- leaves out: lines without list price or quantity, credits and returns, and positions. All states' own
--   contracts stand together, and spend off contract by itself. A row's seller and category are its own, else
--   its contract's
-- source: domain notes on savings: North Carolina's auditor found list prices inflated so that discounts
--   looked higher
-- param by_alliance: boolean = yes "A row for each alliance"
-- param by_vendor: boolean = no "A row for each vendor"
-- param by_category: boolean = no "A row for each category"
WITH sums AS (
    SELECT
        CASE WHEN $by_alliance THEN groups.group_id END AS alliance_id,
        CASE WHEN $by_alliance THEN groups.group_name END AS alliance_name,
        CASE WHEN $by_vendor THEN coalesce(spend.vendor_id, contracts.vendor_id) END AS vendor_id,
        CASE WHEN $by_category THEN coalesce(spend.category_code, contracts.category_code) END
            AS category_code,
        count(*) AS lines,
        count(*) FILTER (WHERE spend.list_price > 0 AND spend.quantity > 0) AS listed_lines,
        sum(spend.amount) AS sales_amount,
        coalesce(sum(spend.amount) FILTER (WHERE spend.list_price > 0 AND spend.quantity > 0), 0)
            AS listed_amount,
        sum(spend.list_price * spend.quantity) FILTER (WHERE spend.list_price > 0 AND spend.quantity > 0)
            AS list_amount
    FROM spend
    LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM contracts.alliance_id
    WHERE spend.amount > 0
    GROUP BY 1, 2, 3, 4
),
category_names AS (
    SELECT category_code, min(category) AS category FROM unscoped.contracts GROUP BY category_code
)
SELECT
    sums.alliance_id,
    sums.vendor_id,
    sums.category_code,
    sums.alliance_name,
    coalesce(vendors.name, sums.vendor_id) AS vendor_name,
    category_names.category,
    CAST(sums.sales_amount AS DECIMAL(38, 2)) AS sales_amount,
    CAST(sums.listed_amount AS DECIMAL(38, 2)) AS listed_amount,
    CAST(sums.listed_amount / nullif(sums.sales_amount, 0) AS DECIMAL(38, 6)) AS covered_share,
    CAST(sums.list_amount AS DECIMAL(38, 2)) AS list_amount,
    CAST(1 - sums.listed_amount / nullif(sums.list_amount, 0) AS DECIMAL(38, 6)) AS discount,
    sums.listed_lines,
    sums.lines
FROM sums
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = sums.vendor_id
LEFT JOIN category_names ON category_names.category_code = sums.category_code
ORDER BY sums.sales_amount DESC, sums.alliance_id, sums.vendor_id, sums.category_code

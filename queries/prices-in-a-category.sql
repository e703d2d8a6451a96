-- title: Prices in a category
-- description: The contracts of one category side by side, the alliances' and the states' own: what each
--   product number cost on every contract that sold it, against the lowest of them, with the discount off
--   list promised and reached. Purchases off contract stand beside them.
-- formula: effective price = Σ amount ÷ Σ quantity; above lowest = effective price ÷ the lowest effective
--   price of the product − 1; amount above lowest = Σ amount − lowest effective price × Σ quantity; discount
--   reached = 1 − Σ amount ÷ Σ (list price × quantity) over lines that carry a list price
-- denominator: quantity bought; the lowest effective price of the same product number in the category; Σ
--   (list price × quantity). No discount without list prices
-- leaves out: credits and returns, lines without product number or quantity, and positions. A product number
--   is taken as it stands: equal numbers count as one product, whoever sold it and in whatever unit, so
--   compare the descriptions; prices are not adjusted for quantity, freight or time
-- param category: text "Category" (choices: SELECT category_code, coalesce(min(category), category_code) FROM
--   contracts WHERE category_code IS NOT NULL GROUP BY category_code ORDER BY 2, 1)
-- param only_shared: boolean = yes "Only products bought in more than one place"
WITH lines AS (
    SELECT
        spend.product_number,
        spend.contract_id,
        spend.state,
        spend.description,
        spend.amount,
        spend.quantity,
        CASE WHEN spend.list_price > 0 THEN spend.amount END AS listed_amount,
        CASE WHEN spend.list_price > 0 THEN spend.list_price * spend.quantity END AS list_amount
    FROM spend
    LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE starts_with(
            coalesce(spend.category_code, contracts.category_code), unscoped.category_prefix($category)
        )
        AND spend.product_number IS NOT NULL
        AND spend.amount > 0
        AND spend.quantity > 0
),
prices AS (
    SELECT
        product_number,
        contract_id,
        min(description) AS description,
        count(DISTINCT state) AS states,
        count(*) AS lines,
        sum(quantity) AS quantity,
        sum(amount) AS amount,
        CAST(sum(amount) / sum(quantity) AS DECIMAL(38, 4)) AS effective_price,
        sum(listed_amount) AS listed_amount,
        CAST(sum(list_amount) AS DECIMAL(38, 2)) AS list_amount
    FROM lines
    GROUP BY product_number, contract_id
),
compared AS (
    SELECT
        *,
        count(*) OVER of_product AS places,
        min(effective_price) OVER of_product AS lowest_price
    FROM prices
    WINDOW of_product AS (PARTITION BY product_number)
),
alliance_names AS (
    SELECT alliance_id, min(name) AS name FROM unscoped.alliances GROUP BY alliance_id
)
SELECT
    compared.product_number,
    compared.contract_id,
    contracts.alliance_id,
    contracts.vendor_id,
    compared.description,
    coalesce(alliance_names.name, contracts.alliance_id, 'Off contract') AS alliance_name,
    contracts.title,
    coalesce(vendors.name, contracts.vendor_id) AS vendor_name,
    compared.states,
    compared.lines,
    compared.amount,
    compared.quantity,
    compared.effective_price,
    compared.lowest_price,
    CAST(compared.effective_price / nullif(compared.lowest_price, 0) - 1 AS DECIMAL(38, 6)) AS above_lowest,
    CAST(compared.amount - compared.lowest_price * compared.quantity AS DECIMAL(38, 2))
        AS amount_above_lowest,
    contracts.discount_rate AS discount_promised,
    compared.listed_amount,
    compared.list_amount,
    CAST(1 - compared.listed_amount / nullif(compared.list_amount, 0) AS DECIMAL(38, 6)) AS discount_reached
FROM compared
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = contracts.vendor_id
LEFT JOIN alliance_names ON alliance_names.alliance_id = contracts.alliance_id
WHERE compared.places > 1 OR NOT $only_shared
ORDER BY compared.product_number, compared.effective_price, compared.contract_id

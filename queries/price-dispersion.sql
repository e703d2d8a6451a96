-- title: Price dispersion
-- description: What the same product number cost across states: the lowest, the median and the highest unit
--   price, and how far apart they are. Where asked for, each state has a row of its own.
-- formula: spread = highest unit price ÷ lowest unit price − 1; unit price = the line's own, else amount ÷
--   quantity; the median is that of the lines, whatever their quantity; effective price = Σ amount ÷ Σ
--   quantity
-- denominator: the lowest unit price of the row's lines; quantity
-- leaves out: credits and returns, lines without product number, quantity or state, and products bought in
--   fewer states than asked for. Equal product numbers count as one product, whoever sold it and in whatever
--   unit, so compare descriptions and vendors; prices are not adjusted for quantity, freight or time
-- param product: text? "Product number (where left out, all)"
-- param states_at_least: integer = 2 "Bought in at least this many states" (min 1) (max 60)
-- param by_state: boolean = no "A row for each state"
WITH lines AS (
    SELECT
        spend.product_number,
        spend.state,
        spend.description,
        coalesce(spend.vendor_id, contracts.vendor_id) AS vendor_id,
        spend.amount,
        spend.quantity,
        CAST(
            CASE WHEN spend.unit_price > 0 THEN spend.unit_price ELSE spend.amount / spend.quantity END
            AS DECIMAL(38, 4)
        ) AS unit_price
    FROM spend
    LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE spend.amount > 0
        AND spend.quantity > 0
        AND spend.state IS NOT NULL
        AND spend.product_number IS NOT NULL
        AND ($product IS NULL OR spend.product_number = $product)
),
prices AS (
    SELECT
        product_number,
        CASE WHEN $by_state THEN state END AS state,
        min(description) AS description,
        count(DISTINCT state) AS states,
        count(DISTINCT vendor_id) AS vendors,
        count(*) AS lines,
        sum(amount) AS amount,
        sum(quantity) AS quantity,
        min(unit_price) AS lowest_price,
        median(unit_price) AS median_price,
        max(unit_price) AS highest_price,
        arg_min(state, (unit_price, state)) AS lowest_in_state,
        arg_min(state, (-unit_price, state)) AS highest_in_state
    FROM lines
    GROUP BY 1, 2
    QUALIFY sum(count(DISTINCT state)) OVER (PARTITION BY product_number) >= $states_at_least
)
SELECT
    product_number,
    state,
    description,
    states,
    vendors,
    lines,
    CAST(amount AS DECIMAL(38, 2)) AS amount,
    quantity,
    CAST(amount / quantity AS DECIMAL(38, 4)) AS effective_price,
    lowest_price,
    median_price,
    highest_price,
    CAST(highest_price / nullif(lowest_price, 0) - 1 AS DECIMAL(38, 6)) AS spread,
    lowest_in_state,
    highest_in_state
FROM prices
ORDER BY spread DESC NULLS LAST, product_number, state

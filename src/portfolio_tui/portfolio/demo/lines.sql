-- The lines of one file of spend: those of the cells of file $file_number, in order of state and day.
-- In: cells, flows, buyers, entities, products, sellers, calendar; $seed, $lines and $repeats as in cells.sql,
--     $lines_before (in earlier files), $typical_cents (the middle line's value), $as_of.
-- Everything about a line follows from hash(its flow, its place in the flow, $seed), so no line depends on how
-- the work is split. A credit takes the buyer, order and product of the line before it in its flow. Joins only
-- look things up, one row each, and leave the order of the lines as it is. One repeated line in 16 comes back
-- with one unit more, a restatement, and another under an invoice number without its dash.
WITH placed AS (
    SELECT
        * EXCLUDE (place),
        first_ordinal + place AS ordinal,
        start_line + place AS line,
        rows_before + place AS file_row
    FROM (SELECT *, unnest(range(line_count)) AS place FROM cells WHERE file_number = $file_number) AS cells
),
reported AS (
    SELECT *, false AS is_repeat FROM placed
    UNION ALL
    SELECT *, true AS is_repeat
    FROM placed
    WHERE line IS NOT NULL AND (line + 1) * $repeats // $lines > line * $repeats // $lines
),
credited AS (
    SELECT
        *,
        ordinal > 0
        AND hash(flow, ordinal, $seed) & 1023 < 27
        AND hash(flow, ordinal - 1, $seed) & 1023 >= 27 AS is_credit
    FROM reported
),
keyed AS (
    SELECT *, ordinal - CAST(is_credit AS BIGINT) AS keyed_by FROM credited
),
ordered AS (
    SELECT
        state,
        first_day + CAST(hash(flow, keyed_by // lines_per_order, $seed + 2) & 65535 AS INTEGER) % days AS day,
        flow,
        ordinal,
        is_repeat,
        is_credit,
        keyed_by,
        -- What is ordered together in one month is invoiced together; a credit has a number of its own.
        CASE
            WHEN is_credit THEN ordinal
            ELSE greatest(ordinal // lines_per_order * lines_per_order, first_ordinal)
        END AS invoice,
        file_row
    FROM keyed
    ORDER BY state, day, flow, ordinal, is_repeat
),
numbered AS (
    SELECT *, $lines_before + row_number() OVER () AS number FROM ordered
),
drawn AS (
    SELECT
        numbered.* EXCLUDE (state, ordinal, keyed_by),
        flows.* EXCLUDE (flow, first_day, last_day, weight, fixed_lines, lines_per_order),
        hash(numbered.flow, keyed_by, $seed + 1) AS line_hash,
        hash(numbered.flow, keyed_by // lines_per_order, $seed + 2) AS order_hash
    FROM numbered
    INNER JOIN flows ON numbered.flow = flows.flow
),
dated AS (
    SELECT
        *,
        day + 1 + CAST(order_hash >> 56 AS INTEGER) % delivery_days AS shipped_on,
        day + 2 + CAST(order_hash >> 56 AS INTEGER) % delivery_days + CAST(order_hash >> 24 & 7 AS INTEGER)
            AS invoiced_on,
        CAST(order_hash >> 16 & 65535 AS BIGINT) AS buyer_draw,
        first_product + CAST(line_hash >> 12 & 15 AS INTEGER) AS product,
        first_buyer_slot + CAST(order_hash >> 32 & 63 AS INTEGER) AS buyer_slot,
        CASE
            WHEN order_hash >> 52 & 127 < seller_share THEN first_seller_slot + CAST(order_hash >> 48 & 7 AS INTEGER)
        END AS seller_slot,
        -- Two uniform draws make a normal one (Box and Muller), and that a lognormal one, heavy-tailed.
        exp(
            1.5 * sqrt(-2 * ln(((line_hash >> 16 & 16777215) + 0.5) / 16777216.0))
            * cos(2 * pi() * (line_hash >> 40 & 65535) / 65536.0)
        ) AS spread
    FROM drawn
),
priced AS (
    SELECT
        dated.*,
        products.* EXCLUDE (product),
        calendar.* EXCLUDE (day),
        sellers.vendor_id,
        coalesce(dated.entity_id, entities.entity_id) AS buyer_id,
        dated.entity_id IS NULL AND entities.entity_id IS NOT NULL AS buyer_may_vary,
        products.list_cents * price_permille // 1000 AS unit_cents
    FROM dated
    INNER JOIN products ON dated.product = products.product
    INNER JOIN calendar ON least(dated.invoiced_on, $as_of) = calendar.day
    INNER JOIN buyers ON dated.buyer_slot = buyers.slot
    LEFT JOIN entities
        ON
            buyers.first_entity + CAST(buyers.entity_count * buyer_draw * buyer_draw >> 32 AS INTEGER) = entities.entity
            AND order_hash >> 40 & 127 >= 4
    LEFT JOIN sellers ON dated.seller_slot = sellers.slot
),
wished AS (
    SELECT
        *,
        CAST($typical_cents * spread / unit_cents AS BIGINT) AS wanted,
        -- One line in 16384 each: shipped too early, a wrong unit price, a sale called a credit, a foreign buyer.
        CASE WHEN is_credit THEN 0 ELSE line_hash & 16383 END AS misprint,
        is_repeat AND NOT is_credit AND line_hash >> 60 = 5 AND buyer_id IS NOT NULL AS is_typed_anew
    FROM priced
),
counted AS (
    SELECT
        *,
        CASE WHEN is_credit THEN -1 ELSE 1 END
        * CASE
            WHEN wanted >= 1000 THEN wanted // 100 * 100
            WHEN wanted >= 100 THEN wanted // 10 * 10
            ELSE greatest(1, wanted)
        END
        + CASE WHEN is_repeat AND NOT is_credit AND line_hash >> 60 = 3 THEN 1 ELSE 0 END AS units
    FROM wished
)
SELECT
    'S' || lpad(CAST(number AS VARCHAR), 10, '0') AS spend_id,
    state,
    CAST(CAST(units * unit_cents AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2)) AS amount,
    day AS spent_on,
    'line' AS grain,
    contract_id,
    CASE WHEN misprint = 5 AND buyer_may_vary AND state <> 'VT' THEN 'VT-ST-00001' ELSE buyer_id END AS entity_id,
    vendor_id,
    CASE
        WHEN is_credit AND line_hash & 255 = 4 THEN 'sale'
        WHEN is_credit OR misprint = 3 THEN 'credit'
        ELSE 'sale'
    END AS order_type,
    CASE WHEN line_hash >> 56 >= 5 THEN day END AS order_date,
    CASE WHEN shipped_on <= $as_of THEN CASE WHEN misprint = 1 THEN day - 3 ELSE shipped_on END END AS ship_date,
    CASE WHEN invoiced_on <= $as_of THEN invoiced_on END AS invoice_date,
    CAST(NULL AS DATE) AS period_start,
    CAST(NULL AS DATE) AS period_end,
    po_prefix || CAST(10000 + CAST(order_hash & 4294967295 AS BIGINT) % 90000 AS VARCHAR) AS po_number,
    CASE
        WHEN invoiced_on <= $as_of
            THEN CAST(flow AS VARCHAR) || CASE WHEN is_typed_anew THEN '' ELSE '-' END || CAST(invoice AS VARCHAR)
                || CASE WHEN is_credit THEN 'C' ELSE '' END
    END AS invoice_number,
    product_number,
    description,
    category_code,
    CAST(units AS DECIMAL(18, 4)) AS quantity,
    CAST(
        CAST(CASE WHEN misprint = 2 THEN unit_cents * 9 // 10 ELSE unit_cents END AS DECIMAL(16, 0))
        * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2)
    ) AS unit_price,
    CASE
        WHEN has_list_price
            THEN CAST(CAST(list_cents AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2))
    END AS list_price,
    CAST(
        CAST(sign(units) * ((abs(units) * unit_cents * fee_millionths + 500000) // 1000000) AS DECIMAL(16, 0))
        * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2)
    ) AS fee_amount,
    CASE WHEN is_repeat AND NOT repeats_in_same_report THEN later_period ELSE report_period END AS report_period,
    least(
        CASE WHEN is_repeat AND NOT repeats_in_same_report THEN later_ends_on ELSE report_ends_on END
        + report_delay_days,
        $as_of
    ) AS received_on,
    source || '-' || state || CASE WHEN is_repeat THEN '-late.csv' ELSE '.csv' END AS source_file,
    file_row + 1 AS source_row
FROM counted

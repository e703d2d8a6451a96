-- Writes one file of spend: the lines of the cells of file $file_number, in order of state and day.
-- In: cells, flows, buyers, entities, products, sellers; $seed, $lines and $repeats as in cells.sql,
--     $lines_before (in earlier files), $typical_cents (the middle line's value), $as_of.
-- Everything about a line follows from hash(its flow, its place in the flow, $seed), so no line depends on how
-- the work is split. A credit takes the buyer, order and product of the line before it in its flow.
WITH placed AS (
    SELECT
        cells.*,
        cells.first_ordinal + place AS ordinal,
        cells.start_line + place AS line,
        cells.rows_before + place AS file_row
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
        AND hash(flow, ordinal, $seed) % 1000 < 26
        AND hash(flow, ordinal - 1, $seed) % 1000 >= 26 AS is_credit
    FROM reported
),
keyed AS (
    SELECT
        *,
        hash(flow, ordinal - CAST(is_credit AS BIGINT), $seed + 1) AS line_hash,
        (ordinal - CAST(is_credit AS BIGINT)) // lines_per_order AS order_number
    FROM credited
),
ordered AS (
    SELECT
        flow,
        is_repeat,
        is_credit,
        file_row,
        line_hash,
        order_number,
        hash(flow, order_number, $seed + 2) AS order_hash,
        first_day + CAST(hash(flow, order_number, $seed + 2) % days AS INTEGER) AS day
    FROM keyed
    ORDER BY state, day, flow, ordinal, is_repeat
),
priced AS (
    SELECT
        ordered.*,
        flows.* EXCLUDE (flow, entity_id, lines_per_order),
        products.* EXCLUDE (product),
        coalesce(flows.entity_id, entities.entity_id) AS buyer_id,
        sellers.vendor_id,
        products.list_cents * flows.price_permille // 1000 AS unit_cents,
        day + 1 + CAST((line_hash >> 8) % flows.delivery_days AS INTEGER) AS shipped_on,
        day + 2 + CAST((line_hash >> 8) % flows.delivery_days + (line_hash >> 12) % 6 AS INTEGER) AS invoiced_on,
        exp(
            1.5 * sqrt(-2 * ln(((line_hash >> 16 & 16777215) + 0.5) / 16777216.0))
            * cos(2 * pi() * (line_hash >> 40 & 65535) / 65536.0)
        ) AS spread
    FROM ordered
    INNER JOIN flows ON ordered.flow = flows.flow
    INNER JOIN products
        ON flows.first_product + CAST(line_hash & 15 AS INTEGER) = products.product
    INNER JOIN buyers ON flows.first_buyer_slot + CAST(order_hash >> 32 & 63 AS INTEGER) = buyers.slot
    LEFT JOIN entities
        ON (
            buyers.first_entity
            + CAST(buyers.entity_count * (order_hash >> 16 & 65535) * (order_hash >> 16 & 65535) >> 32 AS INTEGER)
        ) = entities.entity
        AND order_hash >> 40 & 127 >= 4
    LEFT JOIN sellers
        ON flows.first_seller_slot + CAST(order_hash >> 48 & 7 AS INTEGER) = sellers.slot
        AND order_hash >> 52 & 127 < flows.seller_share
),
counted AS (
    SELECT
        *,
        CASE WHEN is_credit THEN -1 ELSE 1 END
        * greatest(1, CAST(round($typical_cents * spread / unit_cents) AS BIGINT)) AS units,
        date_trunc('quarter', least(invoiced_on, $as_of))
        + CASE
            WHEN is_repeat AND NOT repeats_in_same_report
                AND date_trunc('quarter', least(invoiced_on, $as_of)) < date_trunc('quarter', $as_of)
                THEN INTERVAL 3 MONTH
            ELSE INTERVAL 0 MONTH
        END AS quarter_starts_on
    FROM priced
)
SELECT
    'S' || lpad(CAST($lines_before + row_number() OVER () AS VARCHAR), 10, '0') AS spend_id,
    state,
    CAST(CAST(units * unit_cents AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2)) AS amount,
    day AS spent_on,
    'line' AS grain,
    contract_id,
    buyer_id AS entity_id,
    vendor_id,
    CASE WHEN is_credit THEN 'credit' ELSE 'sale' END AS order_type,
    CASE WHEN line_hash % 50 > 0 THEN day END AS order_date,
    CASE WHEN shipped_on <= $as_of THEN shipped_on END AS ship_date,
    CASE WHEN invoiced_on <= $as_of THEN invoiced_on END AS invoice_date,
    CAST(NULL AS DATE) AS period_start,
    CAST(NULL AS DATE) AS period_end,
    po_prefix || CAST(100000 + order_hash % 900000 AS VARCHAR) AS po_number,
    CASE
        WHEN invoiced_on <= $as_of
            THEN flow || '-' || CAST(order_number AS VARCHAR) || CASE WHEN is_credit THEN 'C' ELSE '' END
    END AS invoice_number,
    product_number,
    description,
    category_code,
    CAST(units AS DECIMAL(18, 4)) AS quantity,
    CAST(CAST(unit_cents AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2)) AS unit_price,
    CASE
        WHEN has_list_price
            THEN CAST(CAST(list_cents AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2))
    END AS list_price,
    CAST(
        CAST(sign(units) * ((abs(units) * unit_cents * fee_millionths + 500000) // 1000000) AS DECIMAL(16, 0))
        * CAST(0.01 AS DECIMAL(2, 2)) AS DECIMAL(18, 2)
    ) AS fee_amount,
    year(quarter_starts_on) || '-Q' || quarter(quarter_starts_on) AS report_period,
    least(CAST(quarter_starts_on + INTERVAL 3 MONTH AS DATE) + CAST(report_delay_days AS INTEGER), $as_of) AS received_on,
    source || '-' || state || CASE WHEN is_repeat THEN '-late.csv' ELSE '.csv' END AS source_file,
    file_row + 1 AS source_row
FROM counted

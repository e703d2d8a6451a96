-- id: D01
-- title: Lines reported again
-- severity: error
-- version: 1
-- description: Lines that are alike in everything but come in more than one report. One finding for each such line,
--   with all its rows; as many of them as the report with the most has are taken for real, the others are at stake.
-- why: In a state's public sales data a line that comes again in a later month is a duplicate, and not a second sale:
--   spend, fees and use of ceilings are all counted twice.
-- leaves out: identical lines within one report, which are in order (D04); rows that do not say which report brought
--   them; lines without an id, or with neither an invoice nor an order number; amounts of zero. The fee, and where the
--   line was read, may differ
-- needs: spend
WITH candidates AS (
    SELECT *
    FROM spend
    WHERE report_period IS NOT NULL
        AND spend_id IS NOT NULL
        AND amount <> 0
        AND (invoice_number IS NOT NULL OR po_number IS NOT NULL OR coalesce(grain, 'line') <> 'line')
        AND unscoped.line_mark(contract_id, entity_id, spent_on, amount)
            IN (SELECT mark FROM unscoped.repeated_lines WHERE in_several_reports)
),
by_report AS (
    SELECT
        contract_id, state, vendor_id, entity_id, spent_on, grain, order_type, order_date, ship_date, invoice_date,
        period_start, period_end, po_number, invoice_number, product_number, description, category_code, quantity,
        unit_price, list_price, amount,
        report_period,
        count(*) AS rows_in_report,
        list(spend_id) AS spend_ids
    FROM candidates
    GROUP BY ALL
),
by_line AS (
    SELECT
        * EXCLUDE (report_period, rows_in_report, spend_ids),
        min(report_period) AS first_report,
        max(report_period) AS last_report,
        sum(rows_in_report) AS row_count,
        sum(rows_in_report) - max(rows_in_report) AS extra_rows,
        list_sort(flatten(list(spend_ids))) AS row_ids
    FROM by_report
    GROUP BY ALL
    HAVING count(*) > 1
)
SELECT
    by_line.row_ids[1] AS finding,
    by_line.contract_id,
    by_line.state,
    coalesce(by_line.vendor_id, contracts.vendor_id) AS vendor_id,
    by_line.entity_id,
    by_line.spent_on AS day,
    CAST(abs(by_line.amount) * by_line.extra_rows AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE WHEN by_line.amount > 0 THEN 'over' ELSE 'under' END AS direction,
    'A line of ' || unscoped.money(by_line.amount) || coalesce(' on invoice ' || by_line.invoice_number, '')
    || coalesce(' on ' || by_line.contract_id, '') || ' in ' || coalesce(by_line.state, '??') || ' came in the report'
    || ' for ' || by_line.first_report || ' and again in the one for ' || by_line.last_report || '.' AS summary,
    'spend' AS row_table,
    by_line.row_ids,
    by_line.invoice_number,
    by_line.product_number,
    by_line.amount,
    by_line.first_report,
    by_line.last_report,
    CAST(by_line.extra_rows AS BIGINT) AS extra_rows
FROM by_line
LEFT JOIN (SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id) AS contracts
    ON contracts.contract_id = by_line.contract_id
ORDER BY amount_at_stake DESC, finding

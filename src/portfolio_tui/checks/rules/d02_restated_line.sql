-- id: D02
-- title: Invoices reported again with another amount
-- severity: warning
-- version: 1
-- description: Sales of an invoice that came in one report and again in a later one, for the same goods but with
--   another amount. One finding for each later line, beside the earlier line that is nearest in amount; the amount is
--   the difference.
-- why: It is either a correction, and then both amounts are counted, or a mistake in one of the reports. Audits found
--   overcharges and undercharges side by side, so they are not netted.
-- leaves out: lines that are alike to the cent (D01); credits and returns, which say that they correct something; lines
--   without an invoice number or a known seller, or with neither product number nor description; an invoice number used
--   again with another invoice date or for another buyer
-- needs: spend
WITH several AS (
    SELECT any_value(invoice_number) AS invoice_number
    FROM spend
    WHERE amount > 0
        AND coalesce(order_type, 'sale') = 'sale'
        AND invoice_number IS NOT NULL
        AND report_period IS NOT NULL
    GROUP BY hash(contract_id, invoice_number)
    HAVING min(hash(report_period)) <> max(hash(report_period))
),
lines AS (
    SELECT
        spend_id, contract_id, state, entity_id, vendor_id, spent_on, invoice_number, invoice_date,
        coalesce(product_number, description) AS item,
        amount,
        report_period
    FROM spend
    WHERE amount > 0
        AND coalesce(order_type, 'sale') = 'sale'
        AND invoice_number IS NOT NULL
        AND report_period IS NOT NULL
        AND coalesce(product_number, description) IS NOT NULL
        AND spend_id IS NOT NULL
        AND invoice_number IN (SELECT invoice_number FROM several)
),
candidates AS (
    SELECT lines.* EXCLUDE (vendor_id), coalesce(lines.vendor_id, contracts.vendor_id) AS vendor_id
    FROM lines
    LEFT JOIN (
        SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id
    ) AS contracts
        ON contracts.contract_id = lines.contract_id
),
pairs AS (
    SELECT later.spend_id, earlier.spend_id AS earlier_id, earlier.amount AS earlier_amount, earlier.report_period
    FROM candidates AS later
    JOIN candidates AS earlier
        ON earlier.invoice_number = later.invoice_number
        AND earlier.item = later.item
        AND earlier.state = later.state
        AND earlier.contract_id IS NOT DISTINCT FROM later.contract_id
        AND earlier.vendor_id = later.vendor_id
        AND coalesce(earlier.entity_id = later.entity_id, true)
        AND coalesce(earlier.invoice_date = later.invoice_date, true)
        AND earlier.report_period < later.report_period
),
nearest AS (
    SELECT
        pairs.spend_id,
        arg_min(pairs.earlier_id, (abs(later.amount - pairs.earlier_amount), pairs.earlier_id)) AS earlier_id,
        arg_min(pairs.earlier_amount, (abs(later.amount - pairs.earlier_amount), pairs.earlier_id))
            AS earlier_amount,
        arg_min(pairs.report_period, (abs(later.amount - pairs.earlier_amount), pairs.earlier_id))
            AS earlier_report
    FROM pairs
    JOIN candidates AS later USING (spend_id)
    GROUP BY pairs.spend_id
    HAVING min(abs(later.amount - pairs.earlier_amount)) > 0
)
SELECT
    later.spend_id AS finding,
    later.contract_id,
    later.state,
    later.vendor_id,
    later.entity_id,
    later.spent_on AS day,
    CAST(abs(later.amount - nearest.earlier_amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE WHEN later.amount > nearest.earlier_amount THEN 'over' ELSE 'under' END AS direction,
    'Invoice ' || later.invoice_number || coalesce(' on ' || later.contract_id, '') || ' in ' || later.state
    || ' came in the report for ' || nearest.earlier_report || ' with ' || unscoped.money(nearest.earlier_amount)
    || ' for ' || later.item || ', and in the one for ' || later.report_period || ' with '
    || unscoped.money(later.amount) || '.' AS summary,
    'spend' AS row_table,
    [nearest.earlier_id, later.spend_id] AS row_ids,
    later.invoice_number,
    later.item,
    nearest.earlier_amount,
    later.amount AS later_amount,
    nearest.earlier_report,
    later.report_period AS later_report
FROM nearest
JOIN candidates AS later USING (spend_id)
ORDER BY amount_at_stake DESC, finding

-- id: D03
-- title: Invoices that look alike
-- severity: warning
-- version: 1
-- description: Sales of the same amount by the same seller to the same buyer within N days, on invoices whose numbers
--   are the same once punctuation and leading zeros are gone and O is read as 0 and I as 1. The amount is that of the
--   later invoices.
-- why: The same invoice keyed twice is the commonest duplicate payment; numbers that differ in a dash or a zero pass
--   every exact comparison.
-- leaves out: lines without an id, an invoice number, or a known buyer or seller; credits and returns; invoices whose
--   numbers are the same to the letter (D01, D02)
-- needs: spend
-- param days: integer = 90 "Days between the invoices, at most" (min 0) (max 3650)
WITH several AS (
    SELECT any_value(hash(entity_id, amount)) AS likeness, any_value(amount) AS amount
    FROM spend
    WHERE amount > 0
        AND coalesce(order_type, 'sale') = 'sale'
        AND invoice_number IS NOT NULL
        AND entity_id IS NOT NULL
        AND unscoped.amount_mark(entity_id, amount) IN (SELECT mark FROM unscoped.repeated_amounts)
    GROUP BY hash(entity_id, amount, unscoped.number_read_as(invoice_number))
    HAVING min(hash(invoice_number)) <> max(hash(invoice_number))
),
candidates AS (
    SELECT
        spend_id, contract_id, state, entity_id, vendor_id, amount, invoice_number,
        coalesce(invoice_date, spent_on) AS invoiced_on
    FROM spend
    WHERE amount > 0
        AND coalesce(order_type, 'sale') = 'sale'
        AND invoice_number IS NOT NULL
        AND spend_id IS NOT NULL
        AND amount IN (SELECT amount FROM several)
        AND hash(entity_id, amount) IN (SELECT likeness FROM several)
),
lines AS (
    SELECT candidates.* EXCLUDE (vendor_id), coalesce(candidates.vendor_id, contracts.vendor_id) AS vendor_id
    FROM candidates
    LEFT JOIN (
        SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id
    ) AS contracts
        ON contracts.contract_id = candidates.contract_id
),
invoices AS (
    SELECT
        vendor_id,
        entity_id,
        amount,
        invoice_number,
        unscoped.number_read_as(invoice_number) AS read_as,
        min(invoiced_on) AS invoiced_on,
        unscoped.only(contract_id) AS contract_id,
        min(state) AS state,
        count(*) AS line_count,
        list(spend_id) AS spend_ids
    FROM lines
    WHERE vendor_id IS NOT NULL
    GROUP BY vendor_id, entity_id, amount, invoice_number
),
pairs AS (
    SELECT
        later.vendor_id,
        later.entity_id,
        later.amount,
        later.invoice_number,
        any_value(later.contract_id) AS contract_id,
        any_value(later.state) AS state,
        any_value(later.invoiced_on) AS invoiced_on,
        any_value(later.line_count) AS line_count,
        min(earlier.invoice_number) AS earlier_number,
        arg_min(earlier.invoiced_on, earlier.invoice_number) AS earlier_on,
        list_sort(any_value(later.spend_ids) || flatten(list(earlier.spend_ids))) AS row_ids,
        list_min(any_value(later.spend_ids)) AS spend_id
    FROM invoices AS later
    JOIN invoices AS earlier
        ON earlier.vendor_id = later.vendor_id
        AND earlier.entity_id = later.entity_id
        AND earlier.amount = later.amount
        AND earlier.read_as = later.read_as
        AND (earlier.invoiced_on, earlier.invoice_number) < (later.invoiced_on, later.invoice_number)
        AND later.invoiced_on - earlier.invoiced_on <= $days
    WHERE later.read_as <> ''
    GROUP BY later.vendor_id, later.entity_id, later.amount, later.invoice_number
)
SELECT
    spend_id AS finding,
    contract_id,
    state,
    vendor_id,
    entity_id,
    invoiced_on AS day,
    CAST(amount * line_count AS DECIMAL(38, 2)) AS amount_at_stake,
    'over' AS direction,
    'Invoice ' || invoice_number || ' of ' || invoiced_on || ' and invoice ' || earlier_number || ' of ' || earlier_on
    || ', from ' || vendor_id || ' to ' || entity_id || ', are both for ' || unscoped.money(amount) || '.' AS summary,
    'spend' AS row_table,
    row_ids,
    invoice_number,
    earlier_number,
    amount
FROM pairs
ORDER BY amount_at_stake DESC, finding

-- id: D06
-- title: Dates out of order
-- severity: warning
-- version: 1
-- description: Lines shipped or invoiced before they were ordered, lines with a date after the day on which their
--   report came, and orders before the contract's first day where its states need no addendum. One finding for each
--   contract, state and kind.
-- why: Whether an order is eligible, and which quarter it is reported and charged in, is told by its dates; a wrong one
--   puts the line under another addendum, price or fee.
-- leaves out: orders before the contract's first day where addenda are on record for it, which P01 and P02 find; totals
--   of a period; lines without the dates
-- needs: spend
WITH with_addenda AS (
    SELECT DISTINCT contract_id FROM unscoped.participating_addenda
),
starts AS (
    SELECT contract_id, min(starts_on) AS starts_on, min(vendor_id) AS vendor_id
    FROM unscoped.contracts
    GROUP BY contract_id
),
lines AS (
    SELECT
        spend.*,
        coalesce(order_date, spent_on) AS ordered_on
    FROM spend
    WHERE coalesce(grain, 'line') = 'line'
),
found AS (
    SELECT *, 'shipped before the order' AS kind FROM lines WHERE ship_date < ordered_on
    UNION ALL
    SELECT *, 'invoiced before the order' FROM lines WHERE invoice_date < ordered_on
    UNION ALL
    SELECT *, 'dated after its report came'
    FROM lines
    WHERE greatest(ordered_on, ship_date, invoice_date) > received_on
    UNION ALL
    SELECT lines.*, 'ordered before the contract began'
    FROM lines
    JOIN starts ON starts.contract_id = lines.contract_id AND lines.ordered_on < starts.starts_on
    ANTI JOIN with_addenda ON with_addenda.contract_id = lines.contract_id
    WHERE lines.amount > 0
)
SELECT
    concat_ws('|', coalesce(found.contract_id, ''), found.state, found.kind) AS finding,
    found.contract_id,
    found.state,
    unscoped.only(coalesce(found.vendor_id, starts.vendor_id)) AS vendor_id,
    unscoped.only(found.entity_id) AS entity_id,
    min(found.ordered_on) AS day,
    CAST(sum(abs(found.amount)) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'line') || coalesce(' on ' || found.contract_id, '') || ' in ' || found.state || ' for '
    || unscoped.money(sum(abs(found.amount))) || ': ' || found.kind || '.' AS summary,
    'spend' AS row_table,
    list(found.spend_id ORDER BY found.spend_id) AS row_ids,
    found.kind
FROM found
LEFT JOIN starts ON starts.contract_id = found.contract_id
GROUP BY found.contract_id, found.state, found.kind
ORDER BY amount_at_stake DESC, finding

-- id: D06
-- title: Dates out of order
-- severity: warning
-- version: 1
-- description: Lines shipped or invoiced before they were ordered, lines with a date after the day on which their
--   report came, and orders before the contract's first day that no addendum's first day would stop. One finding for
--   each contract, state and kind.
-- why: Whether an order is eligible, and which quarter it is reported and charged in, is told by its dates; a wrong one
--   puts the line under another addendum, price or fee.
-- leaves out: orders before the contract's first day where addenda are on record for it and all take effect from that
--   day on, which P01 and P02 find; totals of a period; lines without the dates. What was shipped or invoiced is held
--   against the day of the order alone, and not for credits and returns, which may bear the dates of their sale
-- needs: spend
WITH starts AS (
    SELECT
        contracts.contract_id,
        min(contracts.vendor_id) AS vendor_id,
        CASE
            WHEN bool_or(addenda.contract_id IS NULL OR coalesce(addenda.from_day < contracts.starts_on, true))
            THEN min(contracts.starts_on)
        END AS first_day
    FROM unscoped.contracts AS contracts
    LEFT JOIN (
        SELECT contract_id, CASE WHEN count(*) = count(effective_on) THEN min(effective_on) END AS from_day
        FROM unscoped.participating_addenda
        GROUP BY contract_id
    ) AS addenda
        USING (contract_id)
    GROUP BY contracts.contract_id
),
lines AS (
    SELECT
        spend_id, contract_id, state, vendor_id, entity_id, amount, ship_date, invoice_date, received_on,
        coalesce(order_date, spent_on) AS ordered_on,
        CASE WHEN amount > 0 AND coalesce(order_type, 'sale') = 'sale' THEN order_date END AS sold_on
    FROM spend
    WHERE coalesce(grain, 'line') = 'line'
),
found AS (
    SELECT
        lines.spend_id,
        lines.contract_id,
        lines.state,
        coalesce(lines.vendor_id, starts.vendor_id) AS vendor_id,
        lines.entity_id,
        lines.amount,
        lines.ordered_on,
        unnest([
            CASE WHEN lines.ship_date < lines.sold_on THEN 'shipped before the order' END,
            CASE WHEN lines.invoice_date < lines.sold_on THEN 'invoiced before the order' END,
            CASE
                WHEN greatest(lines.ordered_on, lines.ship_date, lines.invoice_date) > lines.received_on
                THEN 'dated after its report came'
            END,
            CASE
                WHEN lines.amount > 0 AND lines.ordered_on < starts.first_day
                THEN 'ordered before the contract began'
            END
        ]) AS kind
    FROM lines
    LEFT JOIN starts ON starts.contract_id = lines.contract_id
    WHERE lines.ship_date < lines.sold_on
        OR lines.invoice_date < lines.sold_on
        OR greatest(lines.ordered_on, lines.ship_date, lines.invoice_date) > lines.received_on
        OR (lines.amount > 0 AND lines.ordered_on < starts.first_day)
)
SELECT
    concat_ws('|', coalesce(found.contract_id, ''), coalesce(found.state, '??'), found.kind) AS finding,
    found.contract_id,
    found.state,
    unscoped.only(found.vendor_id) AS vendor_id,
    unscoped.only(found.entity_id) AS entity_id,
    min(found.ordered_on) AS day,
    CAST(sum(abs(found.amount)) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'line') || coalesce(' on ' || found.contract_id, '') || ' in '
    || coalesce(found.state, '??') || ' for ' || unscoped.money(sum(abs(found.amount))) || ': ' || found.kind || '.'
        AS summary,
    'spend' AS row_table,
    list(found.spend_id ORDER BY found.spend_id) AS row_ids,
    found.kind
FROM found
WHERE found.kind IS NOT NULL
GROUP BY found.contract_id, found.state, found.kind
ORDER BY amount_at_stake DESC, finding

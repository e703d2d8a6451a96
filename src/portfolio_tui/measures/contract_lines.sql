-- title: A contract's lines
-- description: The spend rows of one contract within the scope and its period, newest first: the rows behind its
--   figures.
-- formula: none; rows as they are
-- denominator: none; rows as they are
-- leaves out: spend after the as-of date
-- param contract: contract "Contract"
SELECT
    spend.spent_on,
    spend.state,
    entities.name AS entity,
    spend.order_type,
    spend.amount,
    spend.description,
    spend.quantity,
    spend.unit_price,
    spend.list_price,
    spend.po_number,
    spend.invoice_number,
    spend.report_period,
    spend.source_file,
    spend.source_row,
    spend.spend_id
FROM spend
LEFT JOIN unscoped.entity_kinds AS entities ON entities.entity_id = spend.entity_id
WHERE spend.contract_id = $contract
ORDER BY spend.spent_on DESC, spend.spend_id

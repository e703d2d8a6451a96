-- id: D04
-- title: Identical lines in one report
-- severity: info
-- version: 1
-- description: Lines of one report that are alike in everything. One finding for each contract, state and report; the
--   amount is that of all but the first of each.
-- why: Three cartridges on one invoice are three lines, and legitimate; many such lines in one report may be a file
--   that was read or filled in twice.
-- leaves out: the same line in two reports (D01); rows that do not say which report brought them; amounts of zero
-- needs: spend
WITH groups AS (
    SELECT
        contract_id, state, vendor_id, entity_id, spent_on, grain, order_type, order_date, ship_date, invoice_date,
        period_start, period_end, po_number, invoice_number, product_number, description, category_code, quantity,
        unit_price, list_price, amount, report_period,
        count(*) AS row_count,
        list(spend_id) AS spend_ids
    FROM spend
    WHERE report_period IS NOT NULL
        AND amount <> 0
        AND unscoped.line_mark(contract_id, entity_id, spent_on, amount) IN (SELECT mark FROM unscoped.repeated_lines)
    GROUP BY ALL
    HAVING count(*) > 1
)
SELECT
    concat_ws('|', coalesce(groups.contract_id, ''), coalesce(groups.state, '??'), groups.report_period) AS finding,
    groups.contract_id,
    groups.state,
    unscoped.only(coalesce(groups.vendor_id, contracts.vendor_id)) AS vendor_id,
    unscoped.only(groups.entity_id) AS entity_id,
    min(groups.spent_on) AS day,
    CAST(sum(abs(groups.amount) * (groups.row_count - 1)) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    'The report for ' || groups.report_period || coalesce(' on ' || groups.contract_id, '') || ' in '
    || coalesce(groups.state, '??') || ' has ' || unscoped.counted(sum(groups.row_count), 'line') || ', of which '
    || sum(groups.row_count) - count(*) || ' repeat another line of it.' AS summary,
    'spend' AS row_table,
    list_sort(flatten(list(groups.spend_ids))) AS row_ids,
    groups.report_period,
    CAST(sum(groups.row_count) - count(*) AS BIGINT) AS repeated_lines
FROM groups
LEFT JOIN (SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id) AS contracts
    ON contracts.contract_id = groups.contract_id
GROUP BY groups.contract_id, groups.state, groups.report_period
ORDER BY amount_at_stake DESC, finding

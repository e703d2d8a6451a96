-- title: Dated spend
-- description: All spend with the alliance, buyer's type, seller and category of each row, twice: by line, and summed
--   by month, dated by the month's first day and without buyer's type (`by_line` tells which; read one of the two).
--   The flows between positions of contracts without lines stand in both, dated by the later position.
CREATE OR REPLACE VIEW unscoped.dated_spend AS
SELECT
    true AS by_line,
    spend.state,
    spend.contract_id,
    contracts.alliance_id,
    entities.entity_type,
    coalesce(spend.vendor_id, contracts.vendor_id) AS vendor_id,
    coalesce(spend.category_code, contracts.category_code) AS category_code,
    spend.spent_on,
    spend.amount AS net_amount,
    greatest(spend.amount, 0) AS sales_amount,
    least(spend.amount, 0) AS credit_amount,
    1 AS line_count
FROM unscoped.spend AS spend
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
LEFT JOIN unscoped.entity_kinds AS entities USING (entity_id)
UNION ALL
SELECT
    false AS by_line,
    months.state,
    months.contract_id,
    contracts.alliance_id,
    NULL AS entity_type,
    contracts.vendor_id,
    contracts.category_code,
    months.month AS spent_on,
    months.net_amount,
    months.sales_amount,
    months.credit_amount,
    months.line_count
FROM unscoped.summed_months AS months
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
UNION ALL
SELECT
    unnest([true, false]) AS by_line,
    flows.state,
    flows.contract_id,
    contracts.alliance_id,
    NULL AS entity_type,
    contracts.vendor_id,
    contracts.category_code,
    flows.spent_on,
    flows.net_amount,
    greatest(flows.net_amount, 0) AS sales_amount,
    least(flows.net_amount, 0) AS credit_amount,
    0 AS line_count
FROM unscoped.position_flows AS flows
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)

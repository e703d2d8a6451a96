-- title: Dated spend
-- description: Every spend line, and the flows between positions of contracts without lines, with the alliance,
--   buyer's type, seller and category of each.
CREATE OR REPLACE VIEW unscoped.dated_spend AS
SELECT
    spend.state,
    spend.contract_id,
    contracts.alliance_id,
    entities.entity_type,
    coalesce(spend.vendor_id, contracts.vendor_id) AS vendor_id,
    coalesce(spend.category_code, contracts.category_code) AS category_code,
    spend.spent_on,
    spend.amount AS net_amount,
    1 AS line_count
FROM unscoped.spend AS spend
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
LEFT JOIN unscoped.entity_kinds AS entities USING (entity_id)
UNION ALL
SELECT
    flows.state,
    flows.contract_id,
    contracts.alliance_id,
    NULL AS entity_type,
    contracts.vendor_id,
    contracts.category_code,
    flows.spent_on,
    flows.net_amount,
    0 AS line_count
FROM unscoped.position_flows AS flows
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)

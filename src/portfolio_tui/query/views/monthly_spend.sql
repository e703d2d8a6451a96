-- title: Monthly spend in scope
-- description: Net spend by state, contract, alliance, buyer's type, seller, category and month, for the scope and
--   its period, up to the as-of date. Rows of one key may be several; sum them.
CREATE OR REPLACE VIEW monthly_spend AS
SELECT
    state,
    contract_id,
    alliance_id,
    entity_type,
    vendor_id,
    category_code,
    CAST(date_trunc('month', spent_on) AS DATE) AS month,
    net_amount,
    sales_amount,
    credit_amount,
    line_count
FROM unscoped.dated_spend_in_scope
WHERE by_line AND unscoped.period_in_scope(spent_on, state)

-- title: Monthly spend in scope by contract
-- description: Net spend by state, contract, alliance and month, for the scope and its period, up to the as-of date:
--   quicker than monthly spend, which knows buyers, sellers and categories too. Rows of one key may be several.
CREATE OR REPLACE VIEW monthly_contract_spend AS
SELECT
    state,
    contract_id,
    alliance_id,
    CAST(date_trunc('month', spent_on) AS DATE) AS month,
    net_amount,
    sales_amount,
    credit_amount,
    line_count
FROM unscoped.dated_spend_in_scope
WHERE by_line = getvariable('period_by_line') AND unscoped.period_in_scope(spent_on, state)

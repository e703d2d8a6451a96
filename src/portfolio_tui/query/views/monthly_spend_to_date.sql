-- title: Monthly spend to date
-- description: Net spend by state, contract and month from the start up to the as-of date, of every state and
--   buyer: what a contract's ceiling is measured against, whatever the scope.
CREATE OR REPLACE VIEW monthly_spend_to_date AS
SELECT
    state,
    contract_id,
    alliance_id,
    CAST(date_trunc('month', spent_on) AS DATE) AS month,
    net_amount,
    sales_amount,
    credit_amount,
    line_count
FROM unscoped.dated_spend
WHERE by_line = getvariable('to_date_by_line') AND spent_on <= getvariable('as_of')

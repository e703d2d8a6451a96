-- title: Monthly spend in scope, any period
-- description: Monthly spend in scope by contract up to the as-of date, whatever the scope's period.
CREATE OR REPLACE VIEW monthly_spend_any_period AS
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
WHERE by_line = getvariable('any_period_by_line') AND spent_on <= getvariable('as_of')

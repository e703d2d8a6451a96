-- title: Monthly spend a year before
-- description: Monthly spend in scope by contract for the same period one year earlier; empty where the scope's
--   period has no first day.
CREATE OR REPLACE VIEW monthly_spend_year_before AS
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
WHERE by_line = getvariable('year_before_by_line')
    AND getvariable('has_year_before')
    AND spent_on BETWEEN getvariable('period_from_year_before') AND getvariable('period_to_year_before')
    AND (
        getvariable('fiscal_year') IS NULL OR fiscal_year(spent_on, state) = getvariable('fiscal_year') - 1
    )

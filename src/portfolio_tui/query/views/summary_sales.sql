-- title: Reported totals in scope
-- description: The totals reported for contracts in scope, in the states in scope, of periods that end in the scope's
--   period, and that had come by the as-of date.
CREATE OR REPLACE VIEW summary_sales AS
SELECT *
FROM unscoped.summary_sales
WHERE unscoped.in_list(getvariable('states'), state)
    AND contract_id IN (SELECT contract_id FROM contracts)
    AND coalesce(received_on <= getvariable('as_of'), true)
    AND coalesce(unscoped.period_in_scope(unscoped.period_ends_on(report_period), state), true)

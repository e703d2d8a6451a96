-- title: Fee payments in scope
-- description: The fees paid on contracts in scope, to alliances and to the states in scope, for periods that end in
--   the scope's period, and paid by the as-of date.
CREATE OR REPLACE VIEW fee_payments AS
SELECT *
FROM unscoped.fee_payments
WHERE (state IS NULL OR unscoped.in_list(getvariable('states'), state))
    AND contract_id IN (SELECT contract_id FROM contracts)
    AND coalesce(paid_on <= getvariable('as_of'), true)
    AND coalesce(unscoped.period_in_scope(unscoped.period_ends_on(report_period), state), true)

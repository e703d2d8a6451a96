-- title: Positions in scope
-- description: The positions, on or before the as-of date, of contracts in scope in the states in scope.
CREATE OR REPLACE VIEW balances AS
SELECT *
FROM unscoped.balances
WHERE unscoped.in_list(getvariable('states'), state)
    AND contract_id IN (SELECT contract_id FROM contracts)
    AND as_of <= getvariable('as_of')

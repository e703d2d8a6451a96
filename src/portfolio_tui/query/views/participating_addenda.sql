-- title: Addenda in scope
-- description: The addenda of contracts in scope, for the states in scope.
CREATE OR REPLACE VIEW participating_addenda AS
SELECT *
FROM unscoped.participating_addenda
WHERE unscoped.in_list(getvariable('states'), state)
    AND contract_id IN (SELECT contract_id FROM contracts)

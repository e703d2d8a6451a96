-- title: Addenda in force
-- description: The addenda in scope under which orders may be placed on the as-of date: effective, not ended, and
--   their contract's term neither to come nor over. An addendum without an end follows its contract.
CREATE OR REPLACE VIEW addenda_in_force AS
SELECT terms.*
FROM unscoped.addendum_terms AS terms
WHERE terms.in_force
    AND unscoped.in_list(getvariable('states'), terms.state)
    AND terms.contract_id IN (SELECT contract_id FROM contracts)

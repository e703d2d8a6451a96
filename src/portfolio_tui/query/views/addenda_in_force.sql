-- title: Addenda in force
-- description: The addenda in scope under which orders may be placed on the as-of date: effective, not ended, and
--   their contract's term neither to come nor over. An addendum without an end follows its contract.
CREATE OR REPLACE VIEW addenda_in_force AS
SELECT addenda.*
FROM participating_addenda AS addenda
JOIN unscoped.contract_terms AS terms USING (contract_id)
WHERE (addenda.effective_on IS NULL OR addenda.effective_on <= getvariable('as_of'))
    AND (addenda.ends_on IS NULL OR addenda.ends_on >= getvariable('as_of'))
    AND (terms.starts_on IS NULL OR terms.starts_on <= getvariable('as_of'))
    AND (terms.ends_on IS NULL OR terms.ends_on >= getvariable('as_of'))

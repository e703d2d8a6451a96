-- title: Fee rules in scope
-- description: The fee rules of the scope's alliances, those of its contracts or of all, and of its states or none.
CREATE OR REPLACE VIEW fee_rules AS
SELECT *
FROM unscoped.fee_rules
WHERE unscoped.in_list(getvariable('alliances'), alliance_id)
    AND (contract_id IS NULL OR contract_id IN (SELECT contract_id FROM contracts))
    AND (state IS NULL OR unscoped.in_list(getvariable('states'), state))

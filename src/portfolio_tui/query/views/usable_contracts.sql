-- title: Contracts that states may use
-- description: Each state in scope with the contracts that it may order under on the as-of date, and since when: those
--   with an addendum of that state in force, and its own contracts in force, which need none. A contract with several
--   addenda of one state stands there several times.
CREATE OR REPLACE VIEW usable_contracts AS
SELECT state, contract_id, effective_on AS usable_from
FROM addenda_in_force
UNION ALL
SELECT contracts.lead_state, contracts.contract_id, terms.starts_on
FROM contracts
JOIN unscoped.contract_terms AS terms USING (contract_id)
JOIN unscoped.alliance_groups AS groups USING (alliance_id)
WHERE groups.kind = 'state'
    AND contracts.lead_state IS NOT NULL
    AND unscoped.in_list(getvariable('states'), contracts.lead_state)
    AND terms.in_force

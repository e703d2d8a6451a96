-- title: A contract's addenda
-- description: Every participating addendum of one contract with its own dates and ceiling, whether it is in force
--   on the as-of date, and whether it ends after its contract.
-- formula: in force = effective on or before the as-of date, neither it nor its contract ended, and the contract
--   begun. Ends and ceilings are those of the as-of date: amendments that took effect later are undone
-- denominator: none; these are dates and amounts
-- leaves out: the states in scope do not narrow this list
-- param contract: contract "Contract"
SELECT
    addenda.addendum_id,
    addenda.state,
    coalesce(jurisdictions.name, addenda.state) AS state_name,
    coalesce(entities.name, addenda.entity_id) AS entity_name,
    addenda.number,
    addenda.signed_on,
    addenda.effective_on,
    terms.ends_on,
    terms.ceiling_amount,
    terms.in_force,
    coalesce(terms.ends_on > terms.contract_ends_on, false) AS outlives_contract,
    addenda.state_fee_rate
FROM unscoped.participating_addenda AS addenda
JOIN unscoped.addendum_terms AS terms USING (contract_id, addendum_id)
LEFT JOIN unscoped.entity_kinds AS entities ON entities.entity_id = addenda.entity_id
LEFT JOIN jurisdictions ON jurisdictions.code = addenda.state
WHERE addenda.contract_id = $contract
ORDER BY state_name, addenda.effective_on, addenda.addendum_id

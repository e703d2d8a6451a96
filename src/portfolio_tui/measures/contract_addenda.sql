-- title: A contract's addenda
-- description: Every participating addendum of one contract with its own dates and ceiling, whether it is in force
--   on the as-of date, and whether it ends after its contract.
-- formula: in force = effective on or before the as-of date, neither it nor its contract ended, and the contract begun
-- denominator: none; these are dates and amounts
-- leaves out: the states in scope do not narrow this list
-- param contract: contract "Contract"
SELECT
    addenda.addendum_id,
    addenda.state,
    coalesce(jurisdictions.name, addenda.state) AS state_name,
    entities.name AS entity_name,
    addenda.number,
    addenda.signed_on,
    addenda.effective_on,
    addenda.ends_on,
    addenda.ceiling_amount,
    coalesce(addenda.effective_on, DATE '0001-01-01') <= getvariable('as_of')
        AND coalesce(addenda.ends_on, DATE '9999-12-31') >= getvariable('as_of')
        AND coalesce(terms.ends_on, DATE '9999-12-31') >= getvariable('as_of')
        AND coalesce(terms.starts_on, DATE '0001-01-01') <= getvariable('as_of') AS in_force,
    coalesce(addenda.ends_on > terms.ends_on, false) AS outlives_contract,
    addenda.state_fee_rate
FROM unscoped.participating_addenda AS addenda
JOIN unscoped.contract_terms AS terms USING (contract_id)
LEFT JOIN unscoped.entities AS entities ON entities.entity_id = addenda.entity_id
LEFT JOIN jurisdictions ON jurisdictions.code = addenda.state
WHERE addenda.contract_id = $contract
ORDER BY state_name, addenda.effective_on, addenda.addendum_id

-- title: A contract's amendments
-- description: Every amendment of one contract and of its addenda, in the order in which they took effect.
-- formula: days added = new end − old end
-- denominator: none; these are dates and amounts
-- leaves out: nothing; amendments after the as-of date are listed and told apart
-- param contract: contract "Contract"
SELECT
    amendments.addendum_id,
    addenda.state,
    amendments.kind,
    amendments.signed_on,
    amendments.effective_on,
    amendments.old_ends_on,
    amendments.new_ends_on,
    CAST(amendments.new_ends_on - amendments.old_ends_on AS BIGINT) AS days_added,
    amendments.old_ceiling_amount,
    amendments.new_ceiling_amount,
    coalesce(coalesce(amendments.effective_on, amendments.signed_on) > getvariable('as_of'), false) AS after_as_of
FROM unscoped.amendments AS amendments
LEFT JOIN unscoped.participating_addenda AS addenda ON addenda.addendum_id = amendments.addendum_id
WHERE amendments.contract_id = $contract
ORDER BY coalesce(amendments.effective_on, amendments.signed_on), amendments.kind

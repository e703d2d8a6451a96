-- title: Contracts in scope
-- description: The contracts that the scope's alliances, categories, vendors, contracts and states leave: with
--   states chosen, those that an addendum, a line, a position or the lead state ties to one of them.
CREATE OR REPLACE VIEW contracts AS
SELECT *
FROM unscoped.contracts
WHERE unscoped.in_list(getvariable('alliances'), alliance_id)
    AND unscoped.in_list(getvariable('contracts'), contract_id)
    AND unscoped.category_in_scope(category_code)
    AND unscoped.vendor_in_scope(vendor_id)
    AND (
        getvariable('states') IS NULL
        OR contract_id IN (
            SELECT contract_id FROM unscoped.contract_states WHERE list_contains(getvariable('states'), state)
        )
    )

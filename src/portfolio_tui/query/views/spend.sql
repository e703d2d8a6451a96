-- title: Spend in scope
-- description: The spend rows that every part of the scope leaves, none after the as-of date. A row's seller and
--   category are its own, else its contract's. A scope that asks nothing of contracts, sellers and buyers reads the
--   rows alone, which is the upper half; the engine drops the half that does not hold before it reads anything.
CREATE OR REPLACE VIEW spend AS
SELECT spend.*
FROM unscoped.spend AS spend
WHERE NOT unscoped.looks_beyond_rows()
    AND unscoped.in_list(getvariable('states'), spend.state)
    AND unscoped.in_list(getvariable('contracts'), spend.contract_id)
    AND unscoped.period_in_scope(spend.spent_on, spend.state)
UNION ALL
SELECT spend.*
FROM unscoped.spend AS spend
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
WHERE unscoped.looks_beyond_rows()
    AND unscoped.in_list(getvariable('states'), spend.state)
    AND unscoped.in_list(getvariable('alliances'), contracts.alliance_id)
    AND unscoped.in_list(getvariable('contracts'), spend.contract_id)
    AND unscoped.category_in_scope(coalesce(spend.category_code, contracts.category_code))
    AND unscoped.vendor_in_scope(coalesce(spend.vendor_id, contracts.vendor_id))
    AND (
        getvariable('entity_types') IS NULL
        OR spend.entity_id IN (
            SELECT entity_id FROM unscoped.entities WHERE list_contains(getvariable('entity_types'), entity_type)
        )
    )
    AND unscoped.period_in_scope(spend.spent_on, spend.state)

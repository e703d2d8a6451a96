-- title: Dated spend in scope, all dates
-- description: Dated spend that the scope's states, alliances, categories, vendors, contracts and entity types
--   leave, whatever its date; by line and summed by month, as dated spend is.
CREATE OR REPLACE VIEW unscoped.dated_spend_in_scope AS
SELECT *
FROM unscoped.dated_spend
WHERE unscoped.in_list(getvariable('states'), state)
    AND unscoped.in_list(getvariable('alliances'), alliance_id)
    AND unscoped.in_list(getvariable('contracts'), contract_id)
    AND unscoped.in_list(getvariable('entity_types'), entity_type)
    AND unscoped.category_in_scope(category_code)
    AND unscoped.vendor_in_scope(vendor_id)

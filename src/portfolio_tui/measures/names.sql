-- title: Names
-- description: Everything that can be named in a search or a scope: states, alliances, contracts, vendors and
--   categories, with their ids, whatever the scope.
-- formula: none; names as they are
-- denominator: none; names as they are
-- leaves out: entities and single lines; vendors that neither have a contract nor own one that does
SELECT 'state' AS kind, code AS id, name, kind AS note FROM jurisdictions
UNION ALL
SELECT 'alliance', alliance_id, name, kind FROM unscoped.alliances
UNION ALL
SELECT 'contract', contract_id, title, concat_ws(' ', number, vendors.name)
FROM unscoped.contracts
LEFT JOIN unscoped.vendor_names AS vendors USING (vendor_id)
UNION ALL
SELECT 'vendor', vendor_id, name, NULL
FROM unscoped.vendor_names
WHERE vendor_id IN (SELECT vendor_id FROM unscoped.contracts)
    OR vendor_id IN (
        SELECT parent_id
        FROM unscoped.vendor_names
        WHERE vendor_id IN (SELECT vendor_id FROM unscoped.contracts)
    )
UNION ALL
SELECT 'category', category_code, coalesce(min(category), category_code), category_code
FROM unscoped.contracts
WHERE category_code IS NOT NULL
GROUP BY category_code
ORDER BY kind, name, id

-- title: Vendors behind a finding
-- description: The vendors of those ids, whatever the scope.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.vendors AS vendors
WHERE vendor_id IN (SELECT unnest($ids))
ORDER BY vendor_id

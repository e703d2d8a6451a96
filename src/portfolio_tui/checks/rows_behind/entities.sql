-- title: Buyers behind a finding
-- description: The buyers of those ids, whatever the scope.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.entities AS entities
WHERE entity_id IN (SELECT unnest($ids))
ORDER BY entity_id

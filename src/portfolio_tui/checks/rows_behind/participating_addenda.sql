-- title: Addenda behind a finding
-- description: The participating addenda of those ids, whatever the scope.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.participating_addenda AS participating_addenda
WHERE addendum_id IN (SELECT unnest($ids))
ORDER BY addendum_id

-- title: Spend lines behind a finding
-- description: The spend lines of those ids, whatever the scope.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.spend AS spend
WHERE spend_id IN (SELECT unnest($ids))
ORDER BY spent_on, spend_id

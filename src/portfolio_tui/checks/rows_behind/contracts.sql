-- title: Contracts behind a finding
-- description: The contracts of those ids, whatever the scope.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.contracts AS contracts
WHERE contract_id IN (SELECT unnest($ids))
ORDER BY contract_id

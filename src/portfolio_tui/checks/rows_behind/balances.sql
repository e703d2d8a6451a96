-- title: Positions behind a finding
-- description: The positions of those keys, whatever the scope: contract, state and day.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.balances AS balances
WHERE concat_ws('|', contract_id, state, as_of) IN (SELECT unnest($ids))
ORDER BY as_of, state

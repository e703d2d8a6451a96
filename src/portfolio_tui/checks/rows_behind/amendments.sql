-- title: Amendments behind a finding
-- description: The amendments of those keys, whatever the scope: contract, addendum, kind and day, as far as there are.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.amendments AS amendments
WHERE concat_ws('|', contract_id, addendum_id, kind, effective_on) IN (SELECT unnest($ids))
ORDER BY effective_on, kind

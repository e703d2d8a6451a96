-- title: Fee payments behind a finding
-- description: The payments of those keys, whatever the scope: contract, state (or nothing) and period.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.fee_payments AS fee_payments
WHERE concat_ws('|', contract_id, coalesce(state, ''), report_period) IN (SELECT unnest($ids))
ORDER BY report_period, state, paid_on

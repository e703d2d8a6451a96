-- title: Summaries of sales behind a finding
-- description: The summaries of those keys, whatever the scope: contract, state (or nothing) and period.
-- param ids: text[] "Ids of the rows"
SELECT *
FROM unscoped.summary_sales AS summary_sales
WHERE concat_ws('|', contract_id, coalesce(state, ''), report_period) IN (SELECT unnest($ids))
ORDER BY report_period, state, received_on

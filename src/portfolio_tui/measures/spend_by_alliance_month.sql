-- title: Spend by month and alliance
-- description: Net spend in scope and its period, by alliance and calendar month; months without spend have no row.
-- formula: net spend = sales + credits, credits negative
-- denominator: none; these are amounts
-- leaves out: spend after the as-of date
SELECT
    groups.group_id,
    any_value(groups.group_name) AS group_name,
    monthly.month,
    CAST(sum(monthly.net_amount) AS DECIMAL(38, 2)) AS net_amount
FROM monthly_contract_spend AS monthly
JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM monthly.alliance_id
GROUP BY groups.group_id, monthly.month
ORDER BY groups.group_id, monthly.month

-- title: A contract's months
-- description: Net spend on one contract by calendar month up to the as-of date, of all states and buyers, with the
--   running total that is held against the ceiling.
-- formula: to date = net spend of the month and of all months before it
-- denominator: none; these are amounts
-- leaves out: spend after the as-of date; months without spend have no row
-- param contract: contract "Contract"
SELECT
    month,
    CAST(sum(net_amount) AS DECIMAL(38, 2)) AS net_amount,
    CAST(sum(sum(net_amount)) OVER (ORDER BY month) AS DECIMAL(38, 2)) AS net_to_date
FROM monthly_spend_to_date
WHERE contract_id = $contract
GROUP BY month
ORDER BY month

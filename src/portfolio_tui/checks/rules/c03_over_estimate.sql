-- id: C03
-- title: Over the estimate
-- severity: info
-- version: 1
-- description: Contracts whose net spend to date is well above the value estimated at award. The amount is what is
--   above the estimate.
-- why: An estimate binds nobody, but a contract that sells far more than was foreseen was perhaps not bid at the price
--   of that volume; and estimates are what the next solicitation starts from.
-- leaves out: contracts without an estimate. Spend is that of all states and buyers, for the estimate is for all of
--   them; the scope chooses the contracts
-- param over: decimal = 1.2 "Net spend ÷ estimate, more than" (min 1)
SELECT
    contracts.contract_id AS finding,
    contracts.contract_id,
    CAST(NULL AS VARCHAR) AS state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    max(monthly.month) FILTER (WHERE monthly.net_amount > 0) AS day,
    CAST(sum(monthly.net_amount) - contracts.estimated_amount AS DECIMAL(38, 2)) AS amount_at_stake,
    'over' AS direction,
    'Net spend on ' || contracts.contract_id || ' is ' || unscoped.money(sum(monthly.net_amount))
    || '; the estimate was ' || unscoped.money(contracts.estimated_amount) || '.' AS summary,
    'contracts' AS row_table,
    [contracts.contract_id] AS row_ids,
    CAST(sum(monthly.net_amount) AS DECIMAL(38, 2)) AS net_to_date,
    CAST(contracts.estimated_amount AS DECIMAL(38, 2)) AS estimated_amount
FROM contracts
JOIN monthly_spend_to_date AS monthly USING (contract_id)
WHERE contracts.estimated_amount > 0
GROUP BY contracts.contract_id, contracts.vendor_id, contracts.estimated_amount
HAVING sum(monthly.net_amount) > $over * contracts.estimated_amount
ORDER BY amount_at_stake DESC, finding

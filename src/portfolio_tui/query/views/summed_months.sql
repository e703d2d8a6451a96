-- title: Summed months
-- description: Spend lines summed once by state, contract and month, from which every figure that needs neither
--   single days nor single lines is taken; empty where there are too many lines to sum them on opening.
CREATE OR REPLACE TABLE unscoped.summed_months AS
SELECT
    state,
    contract_id,
    CAST(date_trunc('month', spent_on) AS DATE) AS month,
    CAST(sum(amount) AS DECIMAL(18, 2)) AS net_amount,
    CAST(sum(greatest(amount, 0)) AS DECIMAL(18, 2)) AS sales_amount,
    CAST(sum(least(amount, 0)) AS DECIMAL(18, 2)) AS credit_amount,
    count(*) AS line_count
FROM unscoped.spend
WHERE getvariable('lines_are_summed')
GROUP BY ALL

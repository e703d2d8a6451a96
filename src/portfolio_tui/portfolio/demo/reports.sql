-- What the lines of each report come to, by contract and state: net sales, fees, and when the report came.
SELECT
    contract_id,
    state,
    report_period,
    CAST(sum(amount) AS DECIMAL(18, 2)) AS amount,
    CAST(coalesce(sum(fee_amount), 0) AS DECIMAL(18, 2)) AS fee_amount,
    max(received_on) AS received_on
FROM read_parquet($files)
WHERE contract_id IS NOT NULL
GROUP BY contract_id, state, report_period
ORDER BY contract_id, report_period, state

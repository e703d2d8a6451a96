-- What was spent on each contract in each state: to date, and in the twelve months up to the as-of date.
SELECT
    contract_id,
    state,
    CAST(sum(amount) AS DECIMAL(18, 2)) AS spent,
    CAST(coalesce(sum(amount) FILTER (WHERE spent_on >= $twelve_months_ago), 0) AS DECIMAL(18, 2)) AS spent_lately
FROM read_parquet($files)
WHERE contract_id IS NOT NULL
GROUP BY contract_id, state
ORDER BY contract_id, state

-- The first day on which each contract's spend to date passed a given amount.
-- In: thresholds (contract_id, amount).
WITH days AS (
    SELECT contract_id, spent_on, sum(spend.amount) AS spent
    FROM read_parquet($files) AS spend
    WHERE contract_id IN (SELECT contract_id FROM thresholds)
    GROUP BY contract_id, spent_on
),
running AS (
    SELECT
        contract_id,
        spent_on,
        sum(spent) OVER (PARTITION BY contract_id ORDER BY spent_on ROWS UNBOUNDED PRECEDING) AS reached
    FROM days
)
SELECT contract_id, min(spent_on) AS crossed_on
FROM running
INNER JOIN thresholds USING (contract_id)
WHERE reached > thresholds.amount
GROUP BY contract_id
ORDER BY contract_id

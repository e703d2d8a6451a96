-- title: Latest positions
-- description: For each contract without spend lines, the day and the ceiling of its latest counted position, the
--   ceiling summed over the states that published one. There is no sum where one of these states no ceiling.
CREATE OR REPLACE VIEW unscoped.latest_positions AS
WITH newest AS (
    SELECT *
    FROM unscoped.counted_positions
    QUALIFY row_number() OVER (PARTITION BY contract_id, state ORDER BY as_of DESC) = 1
)
SELECT
    contract_id,
    max(as_of) AS position_on,
    CASE WHEN count(*) = count(ceiling_amount) THEN CAST(sum(ceiling_amount) AS DECIMAL(38, 2)) END AS ceiling_amount
FROM newest
GROUP BY contract_id

-- title: Latest positions
-- description: For each contract without spend lines, its latest position on or before the as-of date, summed over
--   the states that published one. Each state's ceiling is its own.
CREATE OR REPLACE VIEW unscoped.latest_positions AS
WITH newest AS (
    SELECT balances.*
    FROM unscoped.balances AS balances
    ANTI JOIN unscoped.contract_states AS contract_states
        ON contract_states.contract_id = balances.contract_id AND contract_states.has_lines
    WHERE balances.as_of <= getvariable('as_of')
    QUALIFY row_number() OVER (PARTITION BY balances.contract_id, balances.state ORDER BY balances.as_of DESC) = 1
)
SELECT
    contract_id,
    max(as_of) AS position_on,
    CAST(sum(ceiling_amount) AS DECIMAL(18, 2)) AS ceiling_amount,
    CAST(sum(ordered_amount) AS DECIMAL(18, 2)) AS ordered_amount,
    CAST(sum(paid_amount) AS DECIMAL(18, 2)) AS paid_amount
FROM newest
GROUP BY contract_id

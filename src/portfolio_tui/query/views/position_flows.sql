-- title: Flows between positions
-- description: What each counted position adds to the one before it, dated by the later one; the first position
--   counts from the start of the term. The days that a flow covers are those after `after_on` up to `spent_on`.
CREATE OR REPLACE VIEW unscoped.position_flows AS
SELECT
    positions.contract_id,
    positions.state,
    coalesce(lag(positions.as_of) OVER successive, contracts.starts_on - 1) AS after_on,
    positions.as_of AS spent_on,
    CAST(
        positions.to_date_amount - coalesce(lag(positions.to_date_amount) OVER successive, 0) AS DECIMAL(38, 2)
    ) AS net_amount
FROM unscoped.counted_positions AS positions
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
WINDOW successive AS (PARTITION BY positions.contract_id, positions.state ORDER BY positions.as_of)

-- title: Flows between positions
-- description: What each published position adds to the one before it, for contracts without spend lines. The
--   first position counts from the start of the term. A contract is reckoned on amounts ordered where every
--   position states them, else on amounts paid.
CREATE OR REPLACE VIEW unscoped.position_flows AS
WITH positions AS (
    SELECT
        balances.contract_id,
        balances.state,
        balances.as_of,
        CASE
            WHEN bool_and(balances.ordered_amount IS NOT NULL) OVER (PARTITION BY balances.contract_id)
            THEN balances.ordered_amount
            ELSE balances.paid_amount
        END AS to_date_amount
    FROM unscoped.balances AS balances
    ANTI JOIN unscoped.contract_states AS contract_states
        ON contract_states.contract_id = balances.contract_id AND contract_states.has_lines
)
SELECT
    positions.contract_id,
    positions.state,
    coalesce(lag(positions.as_of) OVER successive, contracts.starts_on) AS after_on,
    positions.as_of AS spent_on,
    CAST(
        positions.to_date_amount - coalesce(lag(positions.to_date_amount) OVER successive, 0) AS DECIMAL(18, 2)
    ) AS net_amount
FROM positions
LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
WHERE positions.to_date_amount IS NOT NULL
WINDOW successive AS (PARTITION BY positions.contract_id, positions.state ORDER BY positions.as_of)

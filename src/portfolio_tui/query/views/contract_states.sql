-- title: Where contracts are used
-- description: One row for each contract and state that an addendum, a line or a position names; has_lines tells
--   whether any spend line names them.
CREATE OR REPLACE TABLE unscoped.contract_states AS
SELECT contract_id, state, bool_or(has_lines) AS has_lines
FROM (
    SELECT DISTINCT contract_id, state, true AS has_lines
    FROM unscoped.summed_months
    WHERE contract_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT contract_id, state, true
    FROM unscoped.spend
    WHERE contract_id IS NOT NULL AND NOT getvariable('lines_are_summed')
    UNION ALL
    SELECT contract_id, state, false FROM unscoped.participating_addenda
    UNION ALL
    SELECT contract_id, state, false FROM unscoped.balances
    UNION ALL
    SELECT contract_id, lead_state, false FROM unscoped.contracts WHERE lead_state IS NOT NULL
) AS mentions
GROUP BY contract_id, state

-- title: Counted positions
-- description: The positions on or before the as-of date that state an amount, for contracts without spend lines. A
--   contract is reckoned on amounts ordered where each of these positions states them or none states an amount paid,
--   else on amounts paid.
CREATE OR REPLACE VIEW unscoped.counted_positions AS
WITH positions AS (
    SELECT
        balances.contract_id,
        balances.state,
        balances.as_of,
        balances.ceiling_amount,
        CASE
            WHEN bool_and(balances.ordered_amount IS NOT NULL) OVER of_contract THEN balances.ordered_amount
            WHEN bool_or(balances.paid_amount IS NOT NULL) OVER of_contract THEN balances.paid_amount
            ELSE balances.ordered_amount
        END AS to_date_amount
    FROM unscoped.balances AS balances
    ANTI JOIN unscoped.contract_states AS contract_states
        ON contract_states.contract_id = balances.contract_id AND contract_states.has_lines
    WHERE balances.as_of <= getvariable('as_of')
    WINDOW of_contract AS (PARTITION BY balances.contract_id)
)
SELECT * FROM positions WHERE to_date_amount IS NOT NULL

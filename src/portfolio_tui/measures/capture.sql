-- title: Capture and leakage
-- description: Of what could have gone through an alliance's contract, the share that went through any contract
--   (capture) and the share that went through none (leakage).
-- formula: capture = on-contract ÷ addressable; leakage = 1 − capture
-- denominator: addressable spend = net spend in categories for which, on the row's date, the state or the buying
--   entity itself had an addendum in force; a contract's category covers the finer categories below it. No figure
--   where the scope names alliances, vendors or contracts, for it leaves spend off contract out
-- leaves out: rows without a category, and positions, which say nothing of single days
WITH sums AS (
    SELECT
        coalesce(sum(addressable_amount), 0) AS addressable_amount,
        coalesce(sum(contract_amount), 0) AS contract_amount
    FROM unscoped.category_capture_in_scope
)
SELECT
    CAST(addressable_amount AS DECIMAL(38, 2)) AS addressable_amount,
    CAST(contract_amount AS DECIMAL(38, 2)) AS contract_amount,
    CASE
        WHEN addressable_amount > 0 THEN CAST(contract_amount / addressable_amount AS DECIMAL(38, 6))
    END AS capture,
    CASE
        WHEN addressable_amount > 0 THEN CAST(1 - contract_amount / addressable_amount AS DECIMAL(38, 6))
    END AS leakage
FROM sums

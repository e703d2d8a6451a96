-- title: Capture by category
-- description: For each category, of what could have gone through an alliance's contract, the share that went
--   through any contract (capture) and the share that went through none (leakage), most leaked first.
-- formula: capture = on-contract ÷ addressable; leakage = leaked ÷ addressable, which is 1 − capture;
--   addressable share = addressable ÷ net spend of the category
-- denominator: addressable spend = net spend of the category on days on which the state, or the buying entity
--   itself, had an addendum in force for it; a contract's category covers the finer categories below it. No
--   rows where the scope names alliances, vendors or contracts, for it leaves spend off contract out
-- leaves out: rows without a category, and positions, which say nothing of single days
-- source: domain notes on measures: "addressable" and "opportunity" spend after the Defense Acquisition
--   University's definition of spend under management
WITH category_names AS (
    SELECT category_code, min(category) AS category FROM unscoped.contracts GROUP BY category_code
)
SELECT
    captured.category_code,
    category_names.category,
    CAST(captured.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(captured.addressable_amount AS DECIMAL(38, 2)) AS addressable_amount,
    CASE
        WHEN captured.net_amount > 0 THEN CAST(captured.addressable_amount / captured.net_amount AS DECIMAL(38, 6))
    END AS addressable_share,
    CAST(captured.contract_amount AS DECIMAL(38, 2)) AS contract_amount,
    CASE
        WHEN captured.addressable_amount > 0
        THEN CAST(captured.contract_amount / captured.addressable_amount AS DECIMAL(38, 6))
    END AS capture,
    CAST(captured.addressable_amount - captured.contract_amount AS DECIMAL(38, 2)) AS leaked_amount,
    CASE
        WHEN captured.addressable_amount > 0
        THEN CAST(1 - captured.contract_amount / captured.addressable_amount AS DECIMAL(38, 6))
    END AS leakage
FROM unscoped.category_capture_in_scope AS captured
LEFT JOIN category_names USING (category_code)
ORDER BY leaked_amount DESC, captured.category_code

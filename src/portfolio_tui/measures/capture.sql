-- title: Capture and leakage
-- description: Of what could have gone through an alliance's contract, the share that went through any contract
--   (capture) and the share that went through none (leakage).
-- formula: capture = on-contract ÷ addressable; leakage = 1 − capture
-- denominator: addressable spend = net spend in categories for which an addendum of the state was in force on the
--   row's date
-- leaves out: rows without a category, and positions, which say nothing of single days
WITH addressable AS (
    SELECT DISTINCT
        addenda.state,
        contracts.category_code,
        coalesce(addenda.effective_on, terms.starts_on, DATE '0001-01-01') AS first_day,
        least(
            coalesce(addenda.ends_on, DATE '9999-12-31'), coalesce(terms.ends_on, DATE '9999-12-31')
        ) AS last_day
    FROM unscoped.participating_addenda AS addenda
    JOIN unscoped.contracts AS contracts USING (contract_id)
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    WHERE contracts.category_code IS NOT NULL AND unscoped.in_list(getvariable('states'), addenda.state)
),
by_day AS (
    SELECT
        spend.state,
        coalesce(spend.category_code, contracts.category_code) AS category_code,
        spend.spent_on,
        sum(spend.amount) AS net_amount,
        sum(spend.amount) FILTER (WHERE spend.contract_id IS NOT NULL) AS contract_amount
    FROM spend
    LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
    GROUP BY ALL
),
sums AS (
    SELECT sum(net_amount) AS addressable_amount, coalesce(sum(contract_amount), 0) AS contract_amount
    FROM by_day
    WHERE EXISTS (
        SELECT 1
        FROM addressable
        WHERE addressable.state = by_day.state
            AND addressable.category_code = by_day.category_code
            AND by_day.spent_on BETWEEN addressable.first_day AND addressable.last_day
    )
)
SELECT
    CAST(coalesce(addressable_amount, 0) AS DECIMAL(18, 2)) AS addressable_amount,
    CAST(contract_amount AS DECIMAL(18, 2)) AS contract_amount,
    CASE
        WHEN addressable_amount > 0 THEN CAST(contract_amount / addressable_amount AS DECIMAL(18, 6))
    END AS capture,
    CASE
        WHEN addressable_amount > 0 THEN CAST(1 - contract_amount / addressable_amount AS DECIMAL(18, 6))
    END AS leakage
FROM sums

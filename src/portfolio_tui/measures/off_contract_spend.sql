-- title: Spend off contract
-- description: Net spend without a contract, by category, beside the number of contracts of that category that the
--   states in scope may use on the as-of date: where that is above zero, spend could have gone through one.
-- formula: share = net spend off contract in the category ÷ all net spend off contract; usable contracts = those of
--   the category with an addendum of a state in scope in force, or led by a state in scope as its own and in force
-- denominator: net spend off contract in scope and period
-- leaves out: spend without a category stands in one row. Spend that names a contract which no row of contracts has
--   is off contract here. A contract counts for its own category alone, not for those above or below it
WITH off_contract AS (
    SELECT
        category_code,
        sum(net_amount) AS net_amount,
        count(DISTINCT state) AS states,
        max(month) FILTER (WHERE net_amount > 0) AS last_bought_month
    FROM monthly_spend
    WHERE alliance_id IS NULL
    GROUP BY category_code
),
contracts_by_category AS (
    SELECT contracts.category_code, count(DISTINCT usable.contract_id) AS contracts_usable
    FROM usable_contracts AS usable
    JOIN unscoped.contracts AS contracts USING (contract_id)
    WHERE contracts.category_code IS NOT NULL
    GROUP BY contracts.category_code
),
names AS (
    SELECT category_code, min(category) AS category
    FROM unscoped.contracts
    WHERE category_code IS NOT NULL
    GROUP BY category_code
)
SELECT
    off_contract.category_code,
    names.category,
    CAST(off_contract.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CASE
        WHEN sum(off_contract.net_amount) OVER () > 0
        THEN CAST(off_contract.net_amount / sum(off_contract.net_amount) OVER () AS DECIMAL(38, 6))
    END AS share,
    off_contract.states,
    coalesce(contracts_by_category.contracts_usable, 0) AS contracts_usable,
    off_contract.last_bought_month
FROM off_contract
LEFT JOIN contracts_by_category ON contracts_by_category.category_code = off_contract.category_code
LEFT JOIN names ON names.category_code = off_contract.category_code
ORDER BY off_contract.net_amount DESC, off_contract.category_code

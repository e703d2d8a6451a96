-- title: Spend without a contract
-- description: Net spend off contract by category, vendor and state, beside the contracts of that category
--   that the state may use on the as-of date: where there are any, the spend could have gone through one.
-- formula: share = net spend off contract with the vendor ÷ all net spend of the state in the category;
--   usable contracts = those of the category, or of a coarser one above it, with an addendum of the state in
--   force, or led by the state as its own and in force
-- denominator: net spend of the state in the category in scope and period, on contract and off; not above
--   zero: no share
-- leaves out: rows of less than the amount asked for. Spend that names a contract which no row of contracts
--   has is off contract here. A scope that names alliances or contracts leaves all of it out. Addenda of
--   single entities count as the state's
-- param at_least: decimal = 0.01 "Net spend, at least"
-- param category: text? "Category" (choices: SELECT category_code, min(category) FROM contracts WHERE
--   category_code IS NOT NULL GROUP BY 1 ORDER BY 2, 1)
WITH by_vendor AS (
    SELECT
        category_code,
        state,
        vendor_id,
        alliance_id IS NULL AS off_contract,
        sum(net_amount) AS net_amount,
        sum(line_count) AS line_count,
        max(month) FILTER (WHERE net_amount > 0) AS last_bought_month
    FROM monthly_spend
    WHERE $category IS NULL OR starts_with(category_code, unscoped.category_prefix($category))
    GROUP BY ALL
),
by_category AS (
    SELECT category_code, state, sum(net_amount) AS category_net_amount
    FROM by_vendor
    GROUP BY category_code, state
),
usable AS (
    SELECT addenda.state, contracts.category_code, addenda.contract_id
    FROM addenda_in_force AS addenda
    JOIN unscoped.contracts AS contracts USING (contract_id)
    UNION
    SELECT contracts.lead_state, contracts.category_code, contracts.contract_id
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE groups.kind = 'state' AND terms.in_force
),
usable_contracts AS (
    SELECT
        by_category.state,
        by_category.category_code,
        count(DISTINCT usable.contract_id) AS contracts_usable
    FROM by_category
    JOIN usable
        ON usable.state = by_category.state
        AND starts_with(by_category.category_code, unscoped.category_prefix(usable.category_code))
    GROUP BY by_category.state, by_category.category_code
),
names AS (
    SELECT category_code, min(category) AS category
    FROM unscoped.contracts
    WHERE category_code IS NOT NULL
    GROUP BY category_code
)
SELECT
    by_vendor.category_code,
    by_vendor.vendor_id,
    by_vendor.state,
    names.category,
    vendors.name AS vendor_name,
    coalesce(jurisdictions.name, by_vendor.state) AS state_name,
    CAST(by_vendor.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(by_category.category_net_amount AS DECIMAL(38, 2)) AS category_net_amount,
    CASE
        WHEN by_category.category_net_amount > 0
        THEN CAST(by_vendor.net_amount / by_category.category_net_amount AS DECIMAL(38, 6))
    END AS share,
    coalesce(usable_contracts.contracts_usable, 0) AS contracts_usable,
    CAST(by_vendor.line_count AS BIGINT) AS line_count,
    by_vendor.last_bought_month
FROM by_vendor
JOIN by_category
    ON by_category.category_code IS NOT DISTINCT FROM by_vendor.category_code
    AND by_category.state IS NOT DISTINCT FROM by_vendor.state
LEFT JOIN usable_contracts
    ON usable_contracts.state = by_vendor.state AND usable_contracts.category_code = by_vendor.category_code
LEFT JOIN names ON names.category_code = by_vendor.category_code
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = by_vendor.vendor_id
LEFT JOIN jurisdictions ON jurisdictions.code = by_vendor.state
WHERE by_vendor.off_contract AND by_vendor.net_amount >= $at_least
ORDER BY by_vendor.net_amount DESC, by_vendor.category_code, by_vendor.vendor_id, by_vendor.state

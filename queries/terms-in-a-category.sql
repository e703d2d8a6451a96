-- title: Terms in a category
-- description: The terms of contracts side by side, by category and alliance: agreed discount, warranty,
--   delivery, payment, the alliance's fee, ceiling and ends, beside what was bought on each contract in scope
--   and its period.
-- formula: none; terms as the contracts state them, ends and ceilings as they stood on the as-of date
-- denominator: none; these are terms and amounts
-- leaves out: contracts without a category, unless no category is asked for. A contract's own category
--   decides; coarser codes cover the finer ones below them. Terms that the portfolio does not know are empty,
--   not zero
-- param category: text? "Category" (choices: SELECT category_code, min(category) FROM contracts WHERE
--   category_code IS NOT NULL GROUP BY 1 ORDER BY 2, 1)
-- param in_force: boolean = yes "Only contracts in force"
WITH bought AS (
    SELECT contract_id, sum(net_amount) AS net_amount
    FROM monthly_contract_spend
    WHERE contract_id IS NOT NULL
    GROUP BY contract_id
),
addenda AS (
    SELECT contract_id, count(*) AS addenda_in_force FROM addenda_in_force GROUP BY contract_id
)
SELECT
    contracts.contract_id,
    contracts.alliance_id,
    contracts.category_code,
    contracts.vendor_id,
    contracts.number,
    contracts.title,
    groups.group_name AS alliance_name,
    contracts.category,
    vendors.name AS vendor_name,
    contracts.discount_rate,
    contracts.warranty_months,
    contracts.delivery_days,
    contracts.payment_days,
    contracts.admin_fee_rate,
    terms.ceiling_amount,
    contracts.estimated_amount,
    contracts.starts_on,
    terms.ends_on,
    contracts.latest_ends_on,
    terms.in_force,
    coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
    CAST(coalesce(bought.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount
FROM contracts
JOIN unscoped.contract_terms AS terms USING (contract_id)
LEFT JOIN unscoped.alliance_groups AS groups ON groups.alliance_id = contracts.alliance_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = contracts.vendor_id
LEFT JOIN addenda ON addenda.contract_id = contracts.contract_id
LEFT JOIN bought ON bought.contract_id = contracts.contract_id
WHERE (terms.in_force OR NOT $in_force)
    AND ($category IS NULL OR starts_with(contracts.category_code, unscoped.category_prefix($category)))
ORDER BY
    contracts.category NULLS LAST,
    contracts.category_code,
    groups.group_name,
    contracts.discount_rate DESC NULLS LAST,
    contracts.contract_id

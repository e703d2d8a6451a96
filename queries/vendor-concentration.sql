-- title: Vendor concentration
-- description: How far each category depends on few vendors: the Herfindahl-Hirschman index on the parent
--   vendor, and the largest vendors with their shares.
-- formula: index = Σ (share in percent)², at most 10,000; 30/30/20/20 gives 2,600; share = net spend of the
--   parent vendor ÷ net spend of all vendors of the category. Low up to 1,000, moderate up to 1,800, high
--   above
-- denominator: net spend, in scope and period, of the category's vendors with net spend above zero
-- leaves out: vendors with net spend of zero or below, and spend that names no vendor. The limits of low,
--   moderate and high were made for markets, not for contracts. Spend without a category stands together
-- source: 2023 Merger Guidelines, section 2.1
-- param vendors_shown: integer = 3 "Vendors shown in each category" (min 1) (max 1000)
WITH by_parent AS (
    SELECT
        monthly.category_code,
        coalesce(vendors.parent_id, monthly.vendor_id) AS parent_id,
        sum(monthly.net_amount) AS net_amount
    FROM monthly_spend AS monthly
    LEFT JOIN unscoped.vendor_names AS vendors USING (vendor_id)
    WHERE monthly.vendor_id IS NOT NULL
    GROUP BY 1, 2
    HAVING sum(monthly.net_amount) > 0
),
shares AS (
    SELECT
        *,
        sum(net_amount) OVER of_category AS category_net_amount,
        count(*) OVER of_category AS vendors,
        row_number() OVER (PARTITION BY category_code ORDER BY net_amount DESC, parent_id) AS place
    FROM by_parent
    WINDOW of_category AS (PARTITION BY category_code)
),
indices AS (
    SELECT
        *,
        CAST(
            sum(10000 * (net_amount / category_net_amount) * (net_amount / category_net_amount))
                OVER (PARTITION BY category_code)
            AS DECIMAL(18, 2)
        ) AS concentration_index
    FROM shares
),
category_names AS (
    SELECT category_code, min(category) AS category FROM unscoped.contracts GROUP BY category_code
)
SELECT
    indices.category_code,
    indices.parent_id,
    category_names.category,
    coalesce(parents.name, indices.parent_id) AS parent_name,
    indices.concentration_index,
    CASE
        WHEN indices.concentration_index > 1800 THEN 'high'
        WHEN indices.concentration_index > 1000 THEN 'moderate'
        ELSE 'low'
    END AS concentration,
    indices.vendors,
    indices.place,
    CAST(indices.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(indices.category_net_amount AS DECIMAL(38, 2)) AS category_net_amount,
    CAST(indices.net_amount / indices.category_net_amount AS DECIMAL(38, 6)) AS share
FROM indices
LEFT JOIN unscoped.vendor_names AS parents ON parents.vendor_id = indices.parent_id
LEFT JOIN category_names ON category_names.category_code = indices.category_code
WHERE indices.place <= $vendors_shown
ORDER BY indices.concentration_index DESC, indices.category_code, indices.place

-- title: Vendor concentration
-- description: How concentrated spend in scope is on few vendors (Herfindahl-Hirschman index on the parent vendor),
--   with the number of vendors and the largest one's share.
-- formula: index = Σ (share in percent)², at most 10,000; 30/30/20/20 gives 2,600
-- denominator: net spend of vendors with net spend above zero
-- leaves out: vendors with net spend of zero or below, and spend that names no vendor. Above 1,800 is highly
--   concentrated by the 2023 Merger Guidelines, made for markets, not for contracts
-- source: 2023 Merger Guidelines, section 2.1
WITH by_parent AS (
    SELECT coalesce(vendors.parent_id, monthly.vendor_id) AS parent_id, sum(monthly.net_amount) AS net_amount
    FROM monthly_spend AS monthly
    LEFT JOIN unscoped.vendor_names AS vendors USING (vendor_id)
    WHERE monthly.vendor_id IS NOT NULL
    GROUP BY 1
    HAVING sum(monthly.net_amount) > 0
),
shares AS (
    SELECT parent_id, net_amount, net_amount / sum(net_amount) OVER () AS share FROM by_parent
),
largest AS (
    SELECT parent_id FROM shares ORDER BY net_amount DESC, parent_id LIMIT 1
)
SELECT
    CAST(sum(10000 * share * share) AS DECIMAL(18, 2)) AS concentration_index,
    count(*) AS vendors,
    CAST(max(share) AS DECIMAL(38, 6)) AS largest_share,
    (SELECT coalesce(vendors.name, largest.parent_id) FROM largest
        LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = largest.parent_id) AS largest_vendor
FROM shares

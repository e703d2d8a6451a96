-- title: Largest vendors
-- description: The vendors with the most net spend in scope and its period, each with those that belong to
--   it: its share, how far the largest so far add up, and the contracts and states behind it.
-- formula: share = the vendor's net spend ÷ all net spend; cumulative share = net spend of this vendor and of
--   all larger ones ÷ all net spend. A line's seller is its own, else its contract's contractor
-- denominator: all net spend in scope and period, that of no named vendor among it; not above zero: no share
-- leaves out: vendors with net spend of zero or below, and spend that names no vendor, which counts in all
--   net spend
-- param top: integer = 25 "How many vendors" (min 1) (max 100000)
WITH by_contract AS (
    SELECT
        coalesce(vendors.parent_id, monthly.vendor_id) AS vendor_id,
        monthly.vendor_id AS seller_id,
        monthly.contract_id,
        monthly.alliance_id,
        monthly.state,
        sum(monthly.net_amount) AS net_amount
    FROM monthly_spend AS monthly
    LEFT JOIN unscoped.vendor_names AS vendors USING (vendor_id)
    GROUP BY ALL
),
by_vendor AS (
    SELECT
        vendor_id,
        count(DISTINCT seller_id) AS sellers,
        count(DISTINCT contract_id) FILTER (WHERE alliance_id IS NOT NULL) AS contracts,
        count(DISTINCT state) AS states,
        sum(net_amount) FILTER (WHERE alliance_id IS NULL) AS net_off_contract,
        sum(net_amount) AS net_amount
    FROM by_contract
    GROUP BY vendor_id
),
all_spend AS (
    SELECT sum(net_amount) AS all_net_amount FROM by_vendor
),
ranked AS (
    SELECT
        *,
        row_number() OVER largest_first AS place,
        sum(net_amount) OVER largest_first AS cumulative_net_amount
    FROM by_vendor
    WHERE vendor_id IS NOT NULL AND net_amount > 0
    WINDOW largest_first AS (ORDER BY net_amount DESC, vendor_id ROWS UNBOUNDED PRECEDING)
)
SELECT
    ranked.vendor_id,
    coalesce(vendors.name, ranked.vendor_id) AS vendor_name,
    ranked.place,
    CAST(ranked.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(all_spend.all_net_amount AS DECIMAL(38, 2)) AS all_net_amount,
    CASE
        WHEN all_spend.all_net_amount > 0
        THEN CAST(ranked.net_amount / all_spend.all_net_amount AS DECIMAL(38, 6))
    END AS share,
    CAST(ranked.cumulative_net_amount AS DECIMAL(38, 2)) AS cumulative_net_amount,
    CASE
        WHEN all_spend.all_net_amount > 0
        THEN CAST(ranked.cumulative_net_amount / all_spend.all_net_amount AS DECIMAL(38, 6))
    END AS cumulative_share,
    CAST(coalesce(ranked.net_off_contract, 0) AS DECIMAL(38, 2)) AS net_off_contract,
    ranked.sellers,
    ranked.contracts,
    ranked.states
FROM ranked
CROSS JOIN all_spend
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = ranked.vendor_id
WHERE ranked.place <= $top
ORDER BY ranked.place

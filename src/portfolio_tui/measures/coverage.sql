-- title: Coverage
-- description: What share of net spend in scope names a contract, a vendor, an entity and an order date.
-- formula: covered share = net spend of the rows that name it ÷ net spend
-- denominator: net spend in scope and period; no share where it is not above zero
-- leaves out: a vendor that is only known from the contract counts as named. Positions name a contract and
--   neither entity nor order date
WITH rows_in_scope AS (
    SELECT
        spend.amount AS net_amount,
        spend.contract_id IS NOT NULL AS has_contract,
        coalesce(spend.vendor_id, contracts.vendor_id) IS NOT NULL AS has_vendor,
        spend.entity_id IS NOT NULL AS has_entity,
        spend.order_date IS NOT NULL AS has_order_date
    FROM spend
    LEFT JOIN unscoped.contracts AS contracts USING (contract_id)
    UNION ALL
    SELECT net_amount, true, vendor_id IS NOT NULL, false, false
    FROM monthly_spend
    WHERE line_count = 0
),
sums AS (
    SELECT
        coalesce(sum(net_amount), 0) AS net_amount,
        CASE WHEN sum(net_amount) > 0 THEN sum(net_amount) END AS denominator,
        count(*) AS row_count,
        coalesce(sum(net_amount) FILTER (WHERE has_contract), 0) AS with_contract,
        coalesce(sum(net_amount) FILTER (WHERE has_vendor), 0) AS with_vendor,
        coalesce(sum(net_amount) FILTER (WHERE has_entity), 0) AS with_entity,
        coalesce(sum(net_amount) FILTER (WHERE has_order_date), 0) AS with_order_date
    FROM rows_in_scope
)
SELECT
    CAST(net_amount AS DECIMAL(38, 2)) AS net_amount,
    row_count,
    CAST(with_contract / denominator AS DECIMAL(38, 6)) AS contract_share,
    CAST(with_vendor / denominator AS DECIMAL(38, 6)) AS vendor_share,
    CAST(with_entity / denominator AS DECIMAL(38, 6)) AS entity_share,
    CAST(with_order_date / denominator AS DECIMAL(38, 6)) AS order_date_share
FROM sums

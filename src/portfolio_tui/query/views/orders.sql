-- title: Orders on contracts in scope
-- description: The spend in scope that buys something under a known contract, with the seller and the first and
--   last day on which it may have been ordered: one day for a line, the whole period for a total. Credits,
--   returns and amounts of zero or less are no orders.
CREATE OR REPLACE VIEW unscoped.orders AS
SELECT
    spend.spend_id,
    spend.contract_id,
    spend.state,
    spend.entity_id,
    coalesce(spend.vendor_id, contracts.vendor_id) AS vendor_id,
    contracts.vendor_id AS contractor_id,
    spend.category_code,
    spend.amount,
    coalesce(
        spend.order_date,
        spend.period_start,
        CASE
            WHEN spend.grain IN ('month', 'quarter', 'year') THEN CAST(date_trunc(spend.grain, spend.spent_on) AS DATE)
        END,
        spend.spent_on
    ) AS first_ordered_on,
    coalesce(spend.order_date, spend.period_end, spend.spent_on) AS last_ordered_on
FROM main.spend AS spend
JOIN (SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id) AS contracts
    ON contracts.contract_id = spend.contract_id
WHERE spend.amount > 0 AND (spend.order_type IS NULL OR spend.order_type = 'sale')

-- id: P02
-- title: Orders before the addendum
-- severity: error
-- version: 1
-- description: Orders placed before the first addendum that covers their buyer took effect. One finding for each
--   addendum.
-- why: An addendum must be executed before its state uses the agreement. Eligibility goes by the day of the order,
--   not of the invoice.
-- leaves out: addenda without an effective date; states and buyers without an addendum (P01); totals of a period
--   within which the addendum took effect; credits and returns; spend without a contract
-- needs: participating_addenda, spend
WITH starts AS (
    SELECT contract_id, state, max(effective_on) AS latest_effective_on
    FROM unscoped.participating_addenda
    GROUP BY contract_id, state
),
early AS (
    SELECT orders.*
    FROM unscoped.orders AS orders
    JOIN starts
        ON starts.contract_id = orders.contract_id
        AND starts.state = orders.state
        AND orders.last_ordered_on < starts.latest_effective_on
),
covered AS (
    SELECT
        early.spend_id,
        min(addenda.effective_on) AS effective_on,
        arg_min(addenda.addendum_id, (addenda.effective_on, addenda.addendum_id)) AS addendum_id
    FROM early
    JOIN unscoped.participating_addenda AS addenda
        ON addenda.contract_id = early.contract_id
        AND addenda.state = early.state
        AND (addenda.entity_id IS NULL OR addenda.entity_id = early.entity_id)
    GROUP BY early.spend_id
    HAVING count(*) = count(addenda.effective_on)
)
SELECT
    covered.addendum_id AS finding,
    min(early.contract_id) AS contract_id,
    min(early.state) AS state,
    unscoped.only(early.vendor_id) AS vendor_id,
    unscoped.only(early.entity_id) AS entity_id,
    min(early.first_ordered_on) AS day,
    CAST(sum(early.amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'order') || ' for ' || unscoped.money(sum(early.amount)) || ' on '
    || min(early.contract_id) || ' in ' || min(early.state) || ' from ' || min(early.first_ordered_on)
    || ', before the addendum took effect on ' || min(covered.effective_on) || '.' AS summary,
    'spend' AS row_table,
    list(early.spend_id ORDER BY early.spend_id) AS row_ids,
    covered.addendum_id,
    min(covered.effective_on) AS effective_on,
    CAST(min(covered.effective_on) - min(early.first_ordered_on) AS BIGINT) AS days_early
FROM early
JOIN covered ON covered.spend_id = early.spend_id AND early.last_ordered_on < covered.effective_on
WHERE covered.addendum_id IS NOT NULL
GROUP BY covered.addendum_id
ORDER BY amount_at_stake DESC, finding

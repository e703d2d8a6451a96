-- id: D08
-- title: Wrong signs, and credits of nothing
-- severity: warning
-- version: 1
-- description: Credits and returns above zero, sales below zero, and credits for which there is no earlier sale of the
--   same goods to the same buyer. One finding for each contract, state and kind.
-- why: A credit entered as a sale is counted twice the wrong way, in spend and in fees; a credit of nothing lowers both.
-- leaves out: lines without an order type, for the first two kinds; for the third, credits without a contract or a
--   product number, and those within N days of the contract's first line in that state, whose sale may be older than
--   the data
-- needs: spend
-- param days: integer = 180 "Days after the first line in which a credit may be for an older sale" (min 0)
WITH turned AS (
    SELECT spend_id, contract_id, state, vendor_id, entity_id, spent_on, amount, order_type, product_number
    FROM spend
    WHERE amount < 0 AND order_type IS NOT NULL
    UNION ALL
    SELECT spend_id, contract_id, state, vendor_id, entity_id, spent_on, amount, order_type, product_number
    FROM spend
    WHERE amount > 0 AND order_type = 'credit'
    UNION ALL
    SELECT spend_id, contract_id, state, vendor_id, entity_id, spent_on, amount, order_type, product_number
    FROM spend
    WHERE amount > 0 AND order_type = 'return'
),
wrong_sign AS (
    SELECT
        spend_id, contract_id, state, vendor_id, entity_id, spent_on, amount,
        CASE WHEN amount > 0 THEN 'credit above zero' ELSE 'sale below zero' END AS kind
    FROM turned
    WHERE amount > 0 OR order_type = 'sale'
),
credits AS (
    SELECT turned.*
    FROM turned
    WHERE order_type IN ('credit', 'return')
        AND amount < 0
        AND contract_id IS NOT NULL
        AND product_number IS NOT NULL
),
sold_to_that_buyer AS (
    SELECT spend.contract_id, spend.state, spend.entity_id, spend.product_number, min(spend.spent_on) AS sold_on
    FROM unscoped.spend AS spend
    SEMI JOIN credits
        ON credits.contract_id = spend.contract_id
        AND credits.state = spend.state
        AND credits.product_number = spend.product_number
        AND credits.entity_id = spend.entity_id
    WHERE spend.amount > 0 AND coalesce(spend.order_type, 'sale') = 'sale'
    GROUP BY ALL
),
doubtful AS (
    SELECT credits.*
    FROM credits
    ANTI JOIN sold_to_that_buyer AS sold
        ON sold.contract_id = credits.contract_id
        AND sold.state = credits.state
        AND sold.product_number = credits.product_number
        AND sold.entity_id = credits.entity_id
        AND sold.sold_on <= credits.spent_on
),
sold_to_any AS (
    SELECT
        spend.contract_id,
        spend.state,
        spend.product_number,
        min(spend.spent_on) AS sold_on,
        min(spend.spent_on) FILTER (WHERE spend.entity_id IS NULL) AS sold_to_unknown_on
    FROM unscoped.spend AS spend
    SEMI JOIN doubtful
        ON doubtful.contract_id = spend.contract_id
        AND doubtful.state = spend.state
        AND doubtful.product_number = spend.product_number
    WHERE spend.amount > 0 AND coalesce(spend.order_type, 'sale') = 'sale'
    GROUP BY ALL
),
first_lines AS (
    SELECT contract_id, state, min(spent_on) AS first_on
    FROM unscoped.spend
    WHERE contract_id IN (SELECT contract_id FROM doubtful)
    GROUP BY contract_id, state
),
without_sale AS (
    SELECT
        doubtful.spend_id, doubtful.contract_id, doubtful.state, doubtful.vendor_id, doubtful.entity_id,
        doubtful.spent_on, doubtful.amount, 'credit without a sale' AS kind
    FROM doubtful
    JOIN first_lines
        ON first_lines.contract_id = doubtful.contract_id
        AND first_lines.state = doubtful.state
        AND doubtful.spent_on > first_lines.first_on + $days
    LEFT JOIN sold_to_any AS sold
        ON sold.contract_id = doubtful.contract_id
        AND sold.state = doubtful.state
        AND sold.product_number = doubtful.product_number
    WHERE coalesce(
        CASE WHEN doubtful.entity_id IS NULL THEN sold.sold_on ELSE sold.sold_to_unknown_on END > doubtful.spent_on,
        true
    )
),
found AS (
    SELECT * FROM wrong_sign
    UNION ALL
    SELECT * FROM without_sale
)
SELECT
    concat_ws('|', coalesce(found.contract_id, ''), coalesce(found.state, '??'), found.kind) AS finding,
    found.contract_id,
    found.state,
    unscoped.only(coalesce(found.vendor_id, contracts.vendor_id)) AS vendor_id,
    unscoped.only(found.entity_id) AS entity_id,
    min(found.spent_on) AS day,
    CAST(sum(abs(found.amount)) AS DECIMAL(38, 2)) AS amount_at_stake,
    CASE WHEN found.kind = 'credit above zero' THEN 'over' ELSE 'under' END AS direction,
    unscoped.counted(count(*), 'line') || coalesce(' on ' || found.contract_id, '') || ' in '
    || coalesce(found.state, '??') || ' for ' || unscoped.money(sum(abs(found.amount))) || ': ' || found.kind || '.'
        AS summary,
    'spend' AS row_table,
    list(found.spend_id ORDER BY found.spend_id) AS row_ids,
    found.kind
FROM found
LEFT JOIN (SELECT contract_id, min(vendor_id) AS vendor_id FROM unscoped.contracts GROUP BY contract_id) AS contracts
    ON contracts.contract_id = found.contract_id
GROUP BY found.contract_id, found.state, found.kind
ORDER BY amount_at_stake DESC, finding

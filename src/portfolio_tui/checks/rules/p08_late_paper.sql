-- id: P08
-- title: Paper signed late
-- severity: warning
-- version: 1
-- description: Addenda and amendments signed after the day from which they hold, and addenda without such a day
--   signed after the first order. The amount is what was ordered meanwhile.
-- why: What was ordered before the signature rested on nothing; in a gap between two terms it was off contract until
--   somebody signed.
-- leaves out: paper without a day of signing, or signed after the as-of date; amendments without a day from which
--   they hold. For an amendment that moves no end no orders are counted
-- needs: spend
WITH first_orders AS (
    SELECT contract_id, state, entity_id, min(first_ordered_on) AS ordered_on
    FROM unscoped.orders
    SEMI JOIN (SELECT * FROM unscoped.participating_addenda WHERE effective_on IS NULL) AS undated
        USING (contract_id, state)
    GROUP BY contract_id, state, entity_id
),
first_by_addendum AS (
    SELECT addenda.addendum_id, min(first_orders.ordered_on) AS ordered_on
    FROM unscoped.participating_addenda AS addenda
    JOIN first_orders
        ON first_orders.contract_id = addenda.contract_id
        AND first_orders.state = addenda.state
        AND (addenda.entity_id IS NULL OR first_orders.entity_id = addenda.entity_id)
    WHERE addenda.effective_on IS NULL
    GROUP BY addenda.addendum_id
),
late AS (
    SELECT
        addenda.addendum_id AS finding,
        'participating_addenda' AS row_table,
        addenda.addendum_id,
        addenda.contract_id,
        addenda.state,
        addenda.entity_id,
        'addendum' AS kind,
        addenda.signed_on,
        coalesce(addenda.effective_on, first_by_addendum.ordered_on) AS holds_from,
        coalesce(addenda.effective_on, first_by_addendum.ordered_on) AS uncovered_from
    FROM participating_addenda AS addenda
    LEFT JOIN first_by_addendum USING (addendum_id)
    WHERE addenda.addendum_id IS NOT NULL
    UNION
    SELECT
        concat_ws('|', amendments.contract_id, amendments.addendum_id, amendments.kind, amendments.effective_on),
        'amendments',
        amendments.addendum_id,
        amendments.contract_id,
        addenda.state,
        addenda.entity_id,
        coalesce(amendments.kind || ' amendment', 'amendment'),
        amendments.signed_on,
        amendments.effective_on,
        CASE WHEN amendments.new_ends_on > amendments.old_ends_on THEN amendments.old_ends_on + 1 END
    FROM amendments
    LEFT JOIN unscoped.participating_addenda AS addenda
        ON addenda.contract_id = amendments.contract_id AND addenda.addendum_id = amendments.addendum_id
),
unsigned AS (
    SELECT
        finding,
        row_table,
        min(addendum_id) AS addendum_id,
        min(contract_id) AS contract_id,
        min(state) AS state,
        min(entity_id) AS entity_id,
        min(kind) AS kind,
        max(signed_on) AS signed_on,
        min(holds_from) AS holds_from,
        min(uncovered_from) AS uncovered_from
    FROM late
    WHERE signed_on > holds_from AND signed_on <= $as_of
    GROUP BY finding, row_table
),
bought AS (
    SELECT unsigned.finding, unsigned.row_table, sum(orders.amount) AS amount, count(*) AS orders
    FROM unsigned
    JOIN unscoped.orders AS orders
        ON orders.contract_id = unsigned.contract_id
        AND orders.first_ordered_on >= unsigned.uncovered_from
        AND orders.last_ordered_on < unsigned.signed_on
        AND (unsigned.state IS NULL OR orders.state = unsigned.state)
        AND (unsigned.entity_id IS NULL OR orders.entity_id = unsigned.entity_id)
    GROUP BY unsigned.finding, unsigned.row_table
)
SELECT
    unsigned.finding,
    unsigned.contract_id,
    unsigned.state,
    contracts.vendor_id,
    unsigned.entity_id,
    unsigned.holds_from AS day,
    CAST(CASE WHEN unsigned.uncovered_from IS NOT NULL THEN coalesce(bought.amount, 0) END AS DECIMAL(38, 2))
        AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    'The ' || unsigned.kind || coalesce(' ' || unsigned.addendum_id, '') || ' on ' || unsigned.contract_id
    || coalesce(' in ' || unsigned.state, '') || ' was signed on ' || unsigned.signed_on || ', '
    || unscoped.counted(unsigned.signed_on - unsigned.holds_from, 'day') || ' after '
    || CASE WHEN unsigned.holds_from = unsigned.uncovered_from AND unsigned.kind = 'addendum' THEN 'it held'
        ELSE 'the day from which it holds' END
    || CASE WHEN bought.orders > 0
        THEN '; meanwhile ' || unscoped.counted(bought.orders, 'order') || ' for ' || unscoped.money(bought.amount)
        ELSE '' END || '.' AS summary,
    unsigned.row_table,
    [unsigned.finding] AS row_ids,
    unsigned.kind,
    unsigned.signed_on,
    CAST(unsigned.signed_on - unsigned.holds_from AS BIGINT) AS days_late,
    coalesce(bought.orders, 0) AS orders
FROM unsigned
JOIN contracts ON contracts.contract_id = unsigned.contract_id
LEFT JOIN bought USING (finding, row_table)
ORDER BY amount_at_stake DESC NULLS LAST, finding

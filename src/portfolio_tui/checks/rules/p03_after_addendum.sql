-- id: P03
-- title: Orders after the addendum
-- severity: error
-- version: 1
-- description: Orders placed after the last addendum that covered their buyer had ended, while the contract itself
--   still ran. One finding for each addendum.
-- why: An addendum has an end of its own; for one portfolio of copiers three states published three different ends.
--   A city's audit of 2019 found payments on expired contracts, missed because ends were tracked by hand.
-- leaves out: orders in term that were invoiced after it, which are in order; orders after the contract's own end
--   (P04) and before the first addendum (P02); addenda without an end, which end with their contract; totals of a
--   period within which an addendum ended or took effect; credits and returns. Ends are those of the as-of date:
--   amendments that took effect later are undone
-- needs: participating_addenda, spend
WITH ends AS (
    SELECT contract_id, state, min(ends_on) AS earliest_ends_on
    FROM unscoped.addendum_terms
    GROUP BY contract_id, state
),
late AS (
    SELECT orders.*
    FROM unscoped.orders AS orders
    JOIN ends
        ON ends.contract_id = orders.contract_id
        AND ends.state = orders.state
        AND orders.first_ordered_on > ends.earliest_ends_on
),
covered AS (
    SELECT
        late.spend_id,
        arg_max(terms.addendum_id, (terms.ends_on, terms.addendum_id)) AS addendum_id,
        max(terms.ends_on) AS ends_on
    FROM late
    JOIN unscoped.addendum_terms AS terms
        ON terms.contract_id = late.contract_id
        AND terms.state = late.state
        AND (terms.entity_id IS NULL OR terms.entity_id = late.entity_id)
    WHERE coalesce(terms.effective_on <= late.last_ordered_on, true)
        AND coalesce(late.first_ordered_on <= terms.contract_ends_on, true)
    GROUP BY late.spend_id
    HAVING bool_and(coalesce(terms.ends_on < late.first_ordered_on, false))
)
SELECT
    covered.addendum_id AS finding,
    min(late.contract_id) AS contract_id,
    min(late.state) AS state,
    unscoped.only(late.vendor_id) AS vendor_id,
    unscoped.only(late.entity_id) AS entity_id,
    min(late.first_ordered_on) AS day,
    CAST(sum(late.amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'order') || ' for ' || unscoped.money(sum(late.amount)) || ' on '
    || min(late.contract_id) || ' in ' || min(late.state) || ' up to ' || max(late.last_ordered_on)
    || ', after the addendum ended on ' || min(covered.ends_on) || '.' AS summary,
    'spend' AS row_table,
    list(late.spend_id ORDER BY late.spend_id) AS row_ids,
    covered.addendum_id,
    min(covered.ends_on) AS ends_on,
    CAST(max(late.last_ordered_on) - min(covered.ends_on) AS BIGINT) AS days_late
FROM late
JOIN covered ON covered.spend_id = late.spend_id
WHERE covered.addendum_id IS NOT NULL
GROUP BY covered.addendum_id
ORDER BY amount_at_stake DESC, finding

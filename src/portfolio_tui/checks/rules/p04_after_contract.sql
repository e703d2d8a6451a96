-- id: P04
-- title: Orders after the contract
-- severity: error
-- version: 1
-- description: Orders placed after the contract's current term had ended, every extension that holds counted. One
--   finding for each contract and state.
-- why: Audits found contracts renewed fifteen times in a decade, vendors paid after a contract had expired the year
--   before, and expiry notices that nobody sent.
-- leaves out: orders in term that were invoiced after it, which are in order; orders in a gap that an amendment
--   signed later has closed (P08); contracts without an end; totals of a period within which the contract ended;
--   credits and returns. Ends are those of the as-of date: amendments that took effect later are undone
-- needs: spend
WITH late AS (
    SELECT orders.*, terms.ends_on
    FROM unscoped.orders AS orders
    JOIN unscoped.contract_terms AS terms
        ON terms.contract_id = orders.contract_id AND orders.first_ordered_on > terms.ends_on
)
SELECT
    contract_id || '|' || coalesce(state, '??') AS finding,
    contract_id,
    state,
    unscoped.only(vendor_id) AS vendor_id,
    unscoped.only(entity_id) AS entity_id,
    min(first_ordered_on) AS day,
    CAST(sum(amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'order') || ' for ' || unscoped.money(sum(amount)) || ' on ' || contract_id || ' in '
    || coalesce(state, '??') || ' up to ' || max(last_ordered_on) || ', after the contract ended on '
    || min(ends_on) || '.' AS summary,
    'spend' AS row_table,
    list(spend_id ORDER BY spend_id) AS row_ids,
    min(ends_on) AS ends_on,
    CAST(max(last_ordered_on) - min(ends_on) AS BIGINT) AS days_late
FROM late
GROUP BY contract_id, state
ORDER BY amount_at_stake DESC, finding

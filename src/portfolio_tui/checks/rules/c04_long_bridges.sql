-- id: C04
-- title: Long bridges
-- severity: warning
-- version: 1
-- description: Contracts that one bridge amendment carried further than N months, or several bridges one after the
--   other, each from where the last one ended. The amount is what was ordered in the days of those bridges.
-- why: A usual clause lets a bridge run "for a reasonable period … not to exceed six months" while a follow-on is
--   delayed. Longer ones, or several, stand in for a solicitation that did not come.
-- leaves out: bridges of addenda; bridges that take effect after the as-of date, or lack one of their two ends
-- needs: amendments
-- param months: integer = 6 "Months that a bridge may take" (min 1) (max 60)
WITH extensions AS (
    SELECT DISTINCT contract_id, kind, effective_on, old_ends_on, new_ends_on
    FROM amendments
    WHERE addendum_id IS NULL
        AND new_ends_on > old_ends_on
        AND coalesce(coalesce(effective_on, signed_on) <= $as_of, true)
),
in_order AS (
    SELECT
        *,
        CAST(old_ends_on + 1 + to_months($months) AS DATE) - 1 AS usual_ends_on,
        kind = 'bridge' AND (
            coalesce(lag(kind) OVER successive = 'bridge' AND lag(new_ends_on) OVER successive >= old_ends_on, false)
            OR coalesce(
                lead(kind) OVER successive = 'bridge' AND lead(old_ends_on) OVER successive <= new_ends_on, false
            )
        ) AS is_one_of_several
    FROM extensions
    WINDOW successive AS (PARTITION BY contract_id ORDER BY old_ends_on, new_ends_on)
),
bridges AS (
    SELECT * FROM in_order WHERE kind = 'bridge' AND (new_ends_on > usual_ends_on OR is_one_of_several)
),
by_contract AS (
    SELECT
        contract_id,
        count(*) AS bridges,
        min(old_ends_on) AS planned_ends_on,
        max(new_ends_on) AS bridged_to,
        sum(new_ends_on - old_ends_on) AS days_bridged,
        bool_or(new_ends_on > usual_ends_on) AS is_too_long,
        bool_or(is_one_of_several) AS are_several,
        list(DISTINCT concat_ws('|', contract_id, kind, effective_on)) AS row_ids
    FROM bridges
    GROUP BY contract_id
),
in_bridges AS (
    SELECT DISTINCT orders.contract_id, orders.spend_id, orders.amount
    FROM unscoped.orders AS orders
    JOIN bridges
        ON bridges.contract_id = orders.contract_id
        AND orders.first_ordered_on > bridges.old_ends_on
        AND orders.last_ordered_on <= bridges.new_ends_on
),
bought AS (
    SELECT contract_id, sum(amount) AS amount FROM in_bridges GROUP BY contract_id
)
SELECT
    by_contract.contract_id AS finding,
    by_contract.contract_id,
    CAST(NULL AS VARCHAR) AS state,
    contracts.vendor_id,
    CAST(NULL AS VARCHAR) AS entity_id,
    by_contract.planned_ends_on + 1 AS day,
    CAST(coalesce(bought.amount, 0) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    CASE
        WHEN by_contract.bridges = 1
        THEN 'A bridge carried ' || by_contract.contract_id || ' from ' || by_contract.planned_ends_on || ' to '
            || by_contract.bridged_to || '.'
        ELSE by_contract.bridges || ' bridges carried ' || by_contract.contract_id || ' on for '
            || unscoped.counted(by_contract.days_bridged, 'day') || ' in all, the first from '
            || by_contract.planned_ends_on || ', the last to ' || by_contract.bridged_to || '.'
    END AS summary,
    'amendments' AS row_table,
    list_sort(by_contract.row_ids) AS row_ids,
    by_contract.bridges,
    by_contract.is_too_long,
    by_contract.are_several,
    CAST(by_contract.days_bridged AS BIGINT) AS days_bridged
FROM by_contract
JOIN contracts ON contracts.contract_id = by_contract.contract_id
LEFT JOIN bought ON bought.contract_id = by_contract.contract_id
ORDER BY days_bridged DESC, finding

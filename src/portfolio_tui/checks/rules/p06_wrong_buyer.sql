-- id: P06
-- title: Buyers that the addendum does not allow
-- severity: error
-- version: 1
-- description: Orders by buyers of a type that no addendum in force on the day of the order allows, as a nonprofit
--   under an addendum for public bodies. One finding for each addendum.
-- why: An addendum says who may buy under it. Reviews of cooperative purchases found buyers outside it, and alliances
--   charge classes of buyers different fees.
-- leaves out: addenda that name no types, which allow all; buyers who are not known or have no type; buyers with an
--   addendum of their own; orders outside every addendum's term (P02, P03); credits and returns
-- needs: participating_addenda, entities, spend
WITH terms AS (
    SELECT
        terms.*,
        list_transform(
            string_split(lower(nullif(trim(addenda.allowed_entity_types), '')), ','), lambda word: trim(word)
        ) AS allowed
    FROM unscoped.addendum_terms AS terms
    JOIN unscoped.participating_addenda AS addenda USING (contract_id, addendum_id)
),
refused AS (
    SELECT
        orders.*,
        buyers.entity_type,
        terms.addendum_id,
        array_to_string(terms.allowed, ', ') AS allowed_types
    FROM unscoped.orders AS orders
    JOIN unscoped.entity_kinds AS buyers ON buyers.entity_id = orders.entity_id AND buyers.entity_type IS NOT NULL
    JOIN terms
        ON terms.contract_id = orders.contract_id
        AND terms.state = orders.state
        AND terms.entity_id IS NULL
        AND terms.first_day <= orders.last_ordered_on
        AND terms.last_day >= orders.first_ordered_on
        AND NOT list_contains(terms.allowed, buyers.entity_type)
),
wrong AS (
    SELECT *
    FROM refused
    ANTI JOIN terms
        ON terms.contract_id = refused.contract_id
        AND terms.state = refused.state
        AND terms.first_day <= refused.last_ordered_on
        AND terms.last_day >= refused.first_ordered_on
        AND CASE
            WHEN terms.entity_id IS NULL THEN coalesce(list_contains(terms.allowed, refused.entity_type), true)
            ELSE terms.entity_id = refused.entity_id
        END
    QUALIFY row_number() OVER (PARTITION BY spend_id ORDER BY addendum_id) = 1
)
SELECT
    addendum_id AS finding,
    min(contract_id) AS contract_id,
    min(state) AS state,
    unscoped.only(vendor_id) AS vendor_id,
    unscoped.only(entity_id) AS entity_id,
    min(first_ordered_on) AS day,
    CAST(sum(amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'order') || ' for ' || unscoped.money(sum(amount)) || ' on '
    || min(contract_id) || ' in ' || min(state) || ' by buyers of type '
    || string_agg(DISTINCT entity_type, ', ' ORDER BY entity_type)
    || '; the addendum names ' || min(allowed_types) || '.' AS summary,
    'spend' AS row_table,
    list(spend_id ORDER BY spend_id) AS row_ids,
    addendum_id,
    string_agg(DISTINCT entity_type, ', ' ORDER BY entity_type) AS entity_types,
    min(allowed_types) AS allowed_types
FROM wrong
WHERE addendum_id IS NOT NULL
GROUP BY addendum_id
ORDER BY amount_at_stake DESC, finding

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
        list_transform(string_split(lower(addenda.allowed_entity_types), ','), lambda word: trim(word)) AS allowed
    FROM unscoped.addendum_terms AS terms
    JOIN unscoped.participating_addenda AS addenda USING (contract_id, addendum_id)
),
in_force AS (
    SELECT
        orders.spend_id,
        any_value(buyers.entity_type) AS entity_type,
        min(terms.addendum_id) AS addendum_id,
        any_value(array_to_string(terms.allowed, ', ')) AS allowed_types
    FROM unscoped.orders AS orders
    SEMI JOIN (SELECT * FROM terms WHERE allowed IS NOT NULL) AS choosy
        ON choosy.contract_id = orders.contract_id AND choosy.state = orders.state
    JOIN unscoped.entity_kinds AS buyers ON buyers.entity_id = orders.entity_id AND buyers.entity_type IS NOT NULL
    JOIN terms
        ON terms.contract_id = orders.contract_id
        AND terms.state = orders.state
        AND (terms.entity_id IS NULL OR terms.entity_id = orders.entity_id)
        AND terms.first_day <= orders.last_ordered_on
        AND terms.last_day >= orders.first_ordered_on
    GROUP BY orders.spend_id
    HAVING bool_and(
        coalesce(NOT list_contains(terms.allowed, buyers.entity_type), false) AND terms.entity_id IS NULL
    )
)
SELECT
    in_force.addendum_id AS finding,
    min(orders.contract_id) AS contract_id,
    min(orders.state) AS state,
    unscoped.only(orders.vendor_id) AS vendor_id,
    unscoped.only(orders.entity_id) AS entity_id,
    min(orders.first_ordered_on) AS day,
    CAST(sum(orders.amount) AS DECIMAL(38, 2)) AS amount_at_stake,
    CAST(NULL AS VARCHAR) AS direction,
    unscoped.counted(count(*), 'order') || ' for ' || unscoped.money(sum(orders.amount)) || ' on '
    || min(orders.contract_id) || ' in ' || min(orders.state) || ' by buyers of type '
    || string_agg(DISTINCT in_force.entity_type, ', ' ORDER BY in_force.entity_type)
    || '; the addendum names ' || min(in_force.allowed_types) || '.' AS summary,
    'spend' AS row_table,
    list(orders.spend_id ORDER BY orders.spend_id) AS row_ids,
    in_force.addendum_id,
    string_agg(DISTINCT in_force.entity_type, ', ' ORDER BY in_force.entity_type) AS entity_types,
    min(in_force.allowed_types) AS allowed_types
FROM in_force
JOIN unscoped.orders AS orders ON orders.spend_id = in_force.spend_id
GROUP BY in_force.addendum_id
ORDER BY amount_at_stake DESC, finding

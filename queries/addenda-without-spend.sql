-- title: Addenda without spend
-- description: Participating addenda that have been in force for N quarters or longer without a month of net
--   spend in all that time: paper that nobody buys on, or sales that nobody reports.
-- formula: without spend = no month with net spend above zero among the as-of date's month and those before
--   it that make N quarters; months without spend = those after the last such month, or from that of the
--   addendum's first day, to that of the as-of date
-- denominator: none; these are dates and amounts
-- leaves out: addenda that took effect within those quarters, or are not in force on the as-of date. On a
--   statewide addendum the spend of anyone in its state counts; on an entity's own addendum that entity's
--   alone, and one on a contract that has only positions, which name no entity, is not judged. A contract
--   whose sales nobody reported looks as one without sales. The scope's period does not narrow; its entity
--   types do, so that a statewide addendum shows on which none of these types bought
-- param quarters: integer = 4 "Quarters without spend" (min 1) (max 80)
WITH dates AS (
    SELECT CAST(date_trunc('month', $as_of) - to_months(3 * $quarters - 1) AS DATE) AS window_from
),
spend_by_state AS (
    SELECT
        state,
        contract_id,
        NULL AS entity_id,
        max(month) FILTER (WHERE net_amount > 0) AS last_bought_month,
        sum(net_amount) AS net_to_date
    FROM (
        SELECT state, contract_id, month, sum(net_amount) AS net_amount
        FROM monthly_spend_any_period
        GROUP BY ALL
    ) AS months
    GROUP BY state, contract_id
),
own_addenda AS (
    SELECT contract_id, state, entity_id FROM addenda_in_force WHERE entity_id IS NOT NULL
),
spend_by_entity AS (
    SELECT
        state,
        contract_id,
        entity_id,
        max(month) FILTER (WHERE net_amount > 0) AS last_bought_month,
        sum(net_amount) AS net_to_date
    FROM (
        SELECT
            spend.state,
            spend.contract_id,
            spend.entity_id,
            CAST(date_trunc('month', spend.spent_on) AS DATE) AS month,
            sum(spend.amount) AS net_amount
        FROM unscoped.spend AS spend
        SEMI JOIN own_addenda
            ON own_addenda.contract_id = spend.contract_id
            AND own_addenda.state = spend.state
            AND own_addenda.entity_id = spend.entity_id
        WHERE spend.spent_on <= $as_of
        GROUP BY ALL
    ) AS months
    GROUP BY state, contract_id, entity_id
),
bought AS (
    SELECT * FROM spend_by_state
    UNION ALL
    SELECT * FROM spend_by_entity
),
alliance_names AS (
    SELECT alliance_id, min(name) AS name FROM unscoped.alliances GROUP BY alliance_id
)
SELECT
    terms.addendum_id,
    terms.contract_id,
    terms.state,
    terms.entity_id,
    contracts.alliance_id,
    contracts.vendor_id,
    coalesce(jurisdictions.name, terms.state) AS state_name,
    coalesce(entities.name, terms.entity_id) AS entity_name,
    contracts.title,
    contracts.category,
    coalesce(alliance_names.name, contracts.alliance_id) AS alliance_name,
    coalesce(vendors.name, contracts.vendor_id) AS vendor_name,
    addenda.number,
    nullif(terms.first_day, DATE '0001-01-01') AS usable_from,
    nullif(terms.last_day, DATE '9999-12-31') AS usable_until,
    bought.last_bought_month,
    CASE
        WHEN bought.last_bought_month IS NOT NULL THEN date_diff('month', bought.last_bought_month, $as_of)
        WHEN terms.first_day > DATE '0001-01-01' THEN date_diff('month', terms.first_day, $as_of) + 1
    END AS months_without_spend,
    CAST(coalesce(bought.net_to_date, 0) AS DECIMAL(38, 2)) AS net_to_date
FROM addenda_in_force AS terms
CROSS JOIN dates
JOIN unscoped.participating_addenda AS addenda USING (contract_id, addendum_id)
JOIN unscoped.contracts AS contracts USING (contract_id)
LEFT JOIN bought
    ON bought.contract_id = terms.contract_id
    AND bought.state = terms.state
    AND bought.entity_id IS NOT DISTINCT FROM terms.entity_id
LEFT JOIN unscoped.latest_positions AS positions ON positions.contract_id = terms.contract_id
LEFT JOIN unscoped.entity_kinds AS entities ON entities.entity_id = terms.entity_id
LEFT JOIN unscoped.vendor_names AS vendors ON vendors.vendor_id = contracts.vendor_id
LEFT JOIN alliance_names ON alliance_names.alliance_id = contracts.alliance_id
LEFT JOIN jurisdictions ON jurisdictions.code = terms.state
WHERE terms.first_day <= dates.window_from
    AND coalesce(bought.last_bought_month < dates.window_from, true)
    AND (terms.entity_id IS NULL OR positions.contract_id IS NULL)
ORDER BY months_without_spend DESC NULLS FIRST, terms.state, terms.contract_id, terms.addendum_id

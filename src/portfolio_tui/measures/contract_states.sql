-- title: A contract's states
-- description: The states that use one contract or may: net spend to date and in the period, whether an addendum is
--   in force on the as-of date, and the addendum's own ceiling.
-- formula: share = net spend to date ÷ the contract's net spend to date; ceiling used = net spend to date ÷ the sum
--   of the ceilings of the state's addenda in force
-- denominator: the contract's net spend to date; the ceilings of the state's addenda in force, where each of them has
--   one. None: no figure
-- leaves out: the states in scope do not narrow this list, so that the shares add up
-- param contract: contract "Contract"
WITH to_date AS (
    SELECT
        coalesce(state, '??') AS state,
        sum(net_amount) AS net_to_date,
        max(month) FILTER (WHERE net_amount > 0) AS last_bought_month
    FROM monthly_spend_to_date
    WHERE contract_id = $contract
    GROUP BY 1
),
in_scope AS (
    SELECT coalesce(state, '??') AS state, sum(net_amount) AS net_in_scope
    FROM monthly_contract_spend
    WHERE contract_id = $contract
    GROUP BY 1
),
addenda AS (
    SELECT
        coalesce(state, '??') AS state,
        count(*) AS addenda,
        count(*) FILTER (WHERE in_force) AS addenda_in_force,
        min(effective_on) AS effective_on,
        max(coalesce(ends_on, contract_ends_on)) AS ends_on,
        CASE
            WHEN count(*) FILTER (WHERE in_force) = count(ceiling_amount) FILTER (WHERE in_force)
            THEN sum(ceiling_amount) FILTER (WHERE in_force)
        END AS ceiling_amount
    FROM unscoped.addendum_terms
    WHERE contract_id = $contract
    GROUP BY 1
)
SELECT
    coalesce(to_date.state, addenda.state) AS state,
    coalesce(jurisdictions.name, to_date.state, addenda.state) AS state_name,
    CAST(coalesce(to_date.net_to_date, 0) AS DECIMAL(38, 2)) AS net_to_date,
    CAST(coalesce(in_scope.net_in_scope, 0) AS DECIMAL(38, 2)) AS net_in_scope,
    CASE
        WHEN sum(to_date.net_to_date) OVER () > 0
        THEN CAST(coalesce(to_date.net_to_date, 0) / sum(to_date.net_to_date) OVER () AS DECIMAL(38, 6))
    END AS share,
    to_date.last_bought_month,
    coalesce(addenda.addenda, 0) AS addenda,
    coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
    addenda.effective_on,
    addenda.ends_on,
    CAST(addenda.ceiling_amount AS DECIMAL(38, 2)) AS ceiling_amount,
    CASE
        WHEN addenda.ceiling_amount > 0
        THEN CAST(coalesce(to_date.net_to_date, 0) / addenda.ceiling_amount AS DECIMAL(38, 6))
    END AS ceiling_used
FROM to_date
FULL JOIN addenda ON addenda.state = to_date.state
LEFT JOIN in_scope ON in_scope.state = to_date.state
LEFT JOIN jurisdictions ON jurisdictions.code = coalesce(to_date.state, addenda.state)
ORDER BY net_to_date DESC, state

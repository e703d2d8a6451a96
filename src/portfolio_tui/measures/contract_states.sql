-- title: A contract's states
-- description: The states that use one contract or may: net spend to date and in the period, whether an addendum is
--   in force on the as-of date, and the addendum's own ceiling.
-- formula: share = net spend to date ÷ the contract's net spend to date; ceiling used = net spend to date ÷ the sum
--   of the ceilings of the state's addenda in force
-- denominator: the contract's net spend to date; the state's addenda's ceilings. None: no figure
-- leaves out: the states in scope do not narrow this list, so that the shares add up
-- param contract: contract "Contract"
WITH to_date AS (
    SELECT
        state,
        sum(net_amount) AS net_to_date,
        max(month) FILTER (WHERE net_amount > 0) AS last_bought_month
    FROM monthly_spend_to_date
    WHERE contract_id = $contract
    GROUP BY state
),
in_scope AS (
    SELECT state, sum(net_amount) AS net_in_scope FROM monthly_spend WHERE contract_id = $contract GROUP BY state
),
addenda AS (
    SELECT
        addenda.state,
        count(*) AS addenda,
        count(*) FILTER (
            WHERE (addenda.effective_on IS NULL OR addenda.effective_on <= getvariable('as_of'))
            AND coalesce(addenda.ends_on, terms.ends_on, DATE '9999-12-31') >= getvariable('as_of')
            AND coalesce(terms.ends_on, DATE '9999-12-31') >= getvariable('as_of')
            AND coalesce(terms.starts_on, DATE '0001-01-01') <= getvariable('as_of')
        ) AS addenda_in_force,
        min(addenda.effective_on) AS effective_on,
        max(coalesce(addenda.ends_on, terms.ends_on)) AS ends_on,
        sum(addenda.ceiling_amount) AS ceiling_amount
    FROM unscoped.participating_addenda AS addenda
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    WHERE addenda.contract_id = $contract
    GROUP BY addenda.state
)
SELECT
    coalesce(to_date.state, addenda.state) AS state,
    coalesce(jurisdictions.name, to_date.state, addenda.state) AS state_name,
    CAST(coalesce(to_date.net_to_date, 0) AS DECIMAL(18, 2)) AS net_to_date,
    CAST(coalesce(in_scope.net_in_scope, 0) AS DECIMAL(18, 2)) AS net_in_scope,
    CASE
        WHEN sum(to_date.net_to_date) OVER () > 0
        THEN CAST(coalesce(to_date.net_to_date, 0) / sum(to_date.net_to_date) OVER () AS DECIMAL(18, 6))
    END AS share,
    to_date.last_bought_month,
    coalesce(addenda.addenda, 0) AS addenda,
    coalesce(addenda.addenda_in_force, 0) AS addenda_in_force,
    addenda.effective_on,
    addenda.ends_on,
    CAST(addenda.ceiling_amount AS DECIMAL(18, 2)) AS ceiling_amount,
    CAST(coalesce(to_date.net_to_date, 0) / nullif(addenda.ceiling_amount, 0) AS DECIMAL(18, 6)) AS ceiling_used
FROM to_date
FULL JOIN addenda ON addenda.state = to_date.state
LEFT JOIN in_scope ON in_scope.state = to_date.state
LEFT JOIN jurisdictions ON jurisdictions.code = coalesce(to_date.state, addenda.state)
ORDER BY net_to_date DESC, state

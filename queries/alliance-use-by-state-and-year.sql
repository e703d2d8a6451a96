-- title: Alliance use by state and year
-- description: For each state, alliance and fiscal year: whether the state was a member, participated and
--   bought, three levels that are never mixed, with its net spend and the share of all that the state spent
--   that year.
-- formula: share = net spend through the alliance ÷ the state's net spend of the year; member = membership in
--   force on a day of the year; participating = an addendum in force on a day of the year, for a state's own
--   contracts a contract of its own in force; buying = net spend above zero; contracts used = those with net
--   spend above zero
-- denominator: the state's net spend in scope in that fiscal year, with and without a contract
-- leaves out: days after the as-of date. Years run from the first to the last in which anything in scope was
--   bought; a year that the scope's period cuts counts the spend of its part. Addenda and contracts hold for
--   the dates that are known on the as-of date. Spend that names a contract which no row of contracts has is
--   off contract here
WITH by_contract AS (
    SELECT
        coalesce(state, '??') AS state,
        alliance_id,
        contract_id,
        fiscal_year(month, state) AS fiscal_year,
        sum(net_amount) AS net_amount
    FROM monthly_contract_spend
    GROUP BY ALL
),
years AS (
    SELECT unnest(range(min(fiscal_year), max(fiscal_year) + 1)) AS fiscal_year FROM by_contract
),
calendar AS (
    SELECT
        jurisdictions.code AS state,
        years.fiscal_year,
        make_date(years.fiscal_year - 1, jurisdictions.fiscal_year_start_month, 1) AS first_day,
        least(make_date(years.fiscal_year, jurisdictions.fiscal_year_start_month, 1) - 1, $as_of) AS last_day
    FROM years
    CROSS JOIN jurisdictions
    WHERE make_date(years.fiscal_year - 1, jurisdictions.fiscal_year_start_month, 1) <= $as_of
),
usable AS (
    SELECT terms.state, contracts.alliance_id, terms.contract_id, terms.first_day, terms.last_day
    FROM unscoped.addendum_terms AS terms
    SEMI JOIN participating_addenda AS addenda
        ON addenda.addendum_id = terms.addendum_id AND addenda.contract_id = terms.contract_id
    JOIN unscoped.contracts AS contracts ON contracts.contract_id = terms.contract_id
    WHERE terms.first_day <= terms.last_day
    UNION ALL
    SELECT
        contracts.lead_state,
        contracts.alliance_id,
        contracts.contract_id,
        coalesce(terms.starts_on, DATE '0001-01-01'),
        coalesce(terms.ends_on, DATE '9999-12-31')
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
    JOIN unscoped.alliance_groups AS groups USING (alliance_id)
    WHERE groups.kind = 'state' AND unscoped.in_list(getvariable('states'), contracts.lead_state)
),
levels AS (
    SELECT
        state,
        alliance_id,
        fiscal_year,
        NULL AS member_since,
        false AS member,
        0 AS contracts_usable,
        count(contract_id) FILTER (WHERE net_amount > 0) AS contracts_used,
        sum(net_amount) AS net_amount
    FROM by_contract
    GROUP BY state, alliance_id, fiscal_year
    UNION ALL
    SELECT
        memberships.state,
        memberships.alliance_id,
        calendar.fiscal_year,
        memberships.joined_on,
        true AS member,
        0 AS contracts_usable,
        0 AS contracts_used,
        0 AS net_amount
    FROM memberships
    JOIN calendar ON calendar.state = memberships.state
    WHERE coalesce(memberships.joined_on <= calendar.last_day, true)
        AND coalesce(memberships.left_on > calendar.first_day, true)
    UNION ALL
    SELECT
        usable.state,
        usable.alliance_id,
        calendar.fiscal_year,
        NULL AS member_since,
        false AS member,
        count(DISTINCT usable.contract_id) AS contracts_usable,
        0 AS contracts_used,
        0 AS net_amount
    FROM usable
    JOIN calendar
        ON calendar.state = usable.state
        AND usable.first_day <= calendar.last_day
        AND usable.last_day >= calendar.first_day
    GROUP BY usable.state, usable.alliance_id, calendar.fiscal_year
),
use AS (
    SELECT
        state,
        alliance_id,
        fiscal_year,
        bool_or(member) AS member,
        min(member_since) AS member_since,
        CAST(max(contracts_usable) AS BIGINT) AS contracts_usable,
        CAST(max(contracts_used) AS BIGINT) AS contracts_used,
        CAST(sum(net_amount) AS DECIMAL(38, 2)) AS net_amount
    FROM levels
    GROUP BY state, alliance_id, fiscal_year
),
alliance_names AS (
    SELECT alliance_id, min(name) AS name FROM unscoped.alliances GROUP BY alliance_id
)
SELECT
    use.state,
    use.alliance_id,
    use.fiscal_year,
    coalesce(jurisdictions.name, use.state) AS state_name,
    coalesce(alliance_names.name, use.alliance_id, 'Off contract') AS alliance_name,
    use.member,
    use.contracts_usable > 0 AS participating,
    use.net_amount > 0 AS buying,
    use.member_since,
    use.contracts_usable,
    use.contracts_used,
    use.net_amount,
    CAST(sum(use.net_amount) OVER of_year AS DECIMAL(38, 2)) AS state_net_amount,
    CASE
        WHEN sum(use.net_amount) OVER of_year > 0
        THEN CAST(use.net_amount / sum(use.net_amount) OVER of_year AS DECIMAL(38, 6))
    END AS share
FROM use
LEFT JOIN jurisdictions ON jurisdictions.code = use.state
LEFT JOIN alliance_names ON alliance_names.alliance_id = use.alliance_id
WINDOW of_year AS (PARTITION BY use.state, use.fiscal_year)
ORDER BY state_name, use.state, alliance_name, use.alliance_id, use.fiscal_year

-- title: Portfolio totals
-- description: Net spend in scope and its period, the part that went through alliances, the part that has a
--   contract, the same days a year before, and the contracts in force on the as-of date.
-- formula: through alliances = net spend on contracts of cooperative alliances ÷ net spend; change = net spend ÷
--   net spend of the same days a year before − 1
-- denominator: net spend in scope, with and without a contract; nothing is shown where it is not above zero
-- leaves out: spend after the as-of date. Alliances of kind state and local are a state's or a city's own
--   solicitations and do not count as alliances here. A period without a first day has no year before.
WITH spend_in_period AS (
    SELECT
        CAST(sum(monthly.net_amount) AS DECIMAL(38, 2)) AS net_amount,
        CAST(sum(monthly.net_amount) FILTER (WHERE groups.is_cooperative) AS DECIMAL(38, 2)) AS cooperative_amount,
        CAST(sum(monthly.net_amount) FILTER (WHERE monthly.contract_id IS NOT NULL) AS DECIMAL(38, 2))
            AS contract_amount,
        count(DISTINCT monthly.state) AS states_with_spend,
        CAST(sum(monthly.line_count) AS BIGINT) AS line_count,
        CAST(sum(monthly.net_amount) FILTER (WHERE monthly.line_count = 0) AS DECIMAL(38, 2)) AS position_amount
    FROM monthly_contract_spend AS monthly
    LEFT JOIN unscoped.alliance_groups AS groups USING (alliance_id)
),
year_before AS (
    SELECT CAST(sum(net_amount) AS DECIMAL(38, 2)) AS net_amount FROM monthly_spend_year_before
),
in_force AS (
    SELECT
        count(*) AS contracts,
        count(*) FILTER (WHERE terms.in_force) AS contracts_in_force
    FROM contracts
    JOIN unscoped.contract_terms AS terms USING (contract_id)
)
SELECT
    coalesce(spend_in_period.net_amount, 0) AS net_amount,
    CAST(year_before.net_amount AS DECIMAL(38, 2)) AS net_amount_year_before,
    CASE
        WHEN year_before.net_amount > 0
        THEN CAST(coalesce(spend_in_period.net_amount, 0) / year_before.net_amount - 1 AS DECIMAL(38, 6))
    END AS change_on_year_before,
    coalesce(spend_in_period.cooperative_amount, 0) AS cooperative_amount,
    CASE
        WHEN spend_in_period.net_amount > 0
        THEN CAST(coalesce(spend_in_period.cooperative_amount, 0) / spend_in_period.net_amount AS DECIMAL(38, 6))
    END AS cooperative_share,
    coalesce(spend_in_period.contract_amount, 0) AS contract_amount,
    CASE
        WHEN spend_in_period.net_amount > 0
        THEN CAST(coalesce(spend_in_period.contract_amount, 0) / spend_in_period.net_amount AS DECIMAL(38, 6))
    END AS contract_share,
    coalesce(spend_in_period.position_amount, 0) AS position_amount,
    spend_in_period.states_with_spend,
    coalesce(spend_in_period.line_count, 0) AS line_count,
    in_force.contracts,
    in_force.contracts_in_force
FROM spend_in_period, year_before, in_force

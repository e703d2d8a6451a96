-- title: Seasonality by fiscal year
-- description: How each state's spend falls over the twelve months of its own fiscal year, in the last
--   complete years: each month's share of the year, and how that compares with an even twelfth. A last month
--   far above 1 is spending the year out.
-- formula: share = net spend of the fiscal month ÷ net spend of the fiscal year; index = share × 12, 1 being
--   an even month. Fiscal month 1 is the first of the state's own fiscal year, which is named after the year
--   it ends in
-- denominator: the state's net spend of that fiscal year; not above zero: no share and no index
-- leaves out: fiscal years that end after the as-of date, and years in which a state has no spend. Positions,
--   which do not tell in which month orders were placed. Totals of a quarter or year stand in its last month.
--   The scope's dates do not narrow; a fiscal year in scope is the last one shown
-- source: first months of fiscal years: National Conference of State Legislatures, July 2023
-- param state: state? "State"
-- param fiscal_year: fiscal_year? "Last fiscal year shown"
-- param years: integer = 3 "Fiscal years" (min 1) (max 30)
WITH by_month AS (
    SELECT
        state,
        fiscal_year(month, state) AS fiscal_year,
        month(month) AS calendar_month,
        sum(net_amount) AS net_amount
    FROM monthly_spend_any_period
    WHERE line_count > 0 AND ($state IS NULL OR state = $state)
    GROUP BY ALL
),
last_years AS (
    SELECT
        state,
        least(
            fiscal_year($as_of + 1, state) - 1, coalesce($fiscal_year, fiscal_year($as_of + 1, state) - 1)
        ) AS last_fiscal_year
    FROM (SELECT DISTINCT state FROM by_month WHERE state IS NOT NULL) AS states
),
by_year AS (
    SELECT
        by_month.state,
        by_month.fiscal_year,
        coalesce(jurisdictions.name, by_month.state) AS state_name,
        coalesce(jurisdictions.fiscal_year_start_month, 7) AS start_month,
        sum(by_month.net_amount) AS year_net_amount,
        count(*) AS months_with_spend
    FROM by_month
    JOIN last_years ON last_years.state = by_month.state
    LEFT JOIN jurisdictions ON jurisdictions.code = by_month.state
    WHERE by_month.fiscal_year > last_years.last_fiscal_year - $years
        AND by_month.fiscal_year <= last_years.last_fiscal_year
    GROUP BY ALL
),
all_months AS (
    SELECT
        by_year.*,
        months.fiscal_month,
        (by_year.start_month + months.fiscal_month - 2) % 12 + 1 AS calendar_month
    FROM by_year
    CROSS JOIN range(1, 13) AS months (fiscal_month)
),
shares AS (
    SELECT
        all_months.*,
        coalesce(by_month.net_amount, 0) AS net_amount,
        CASE
            WHEN all_months.year_net_amount > 0
            THEN coalesce(by_month.net_amount, 0) / all_months.year_net_amount
        END AS share
    FROM all_months
    LEFT JOIN by_month
        ON by_month.state = all_months.state
        AND by_month.fiscal_year = all_months.fiscal_year
        AND by_month.calendar_month = all_months.calendar_month
)
SELECT
    state,
    fiscal_year,
    fiscal_month,
    state_name,
    calendar_month,
    CAST(net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(year_net_amount AS DECIMAL(38, 2)) AS year_net_amount,
    CAST(share AS DECIMAL(38, 6)) AS share,
    CAST(share * 12 AS DECIMAL(38, 6)) AS index_against_even,
    months_with_spend AS months_with_spend_in_year
FROM shares
ORDER BY state_name, state, fiscal_year, fiscal_month

-- title: Spend by alliance and month
-- description: Net spend in scope and its period by alliance and calendar month, with sales and credits, the
--   contracts and states behind it, and the alliance's share of the month. All states' own contracts are one
--   row, spend off contract another.
-- formula: net spend = sales + credits, credits negative; share = net spend ÷ net spend of the month; a
--   contract is used, and a state buys, with net spend above zero in the month
-- denominator: net spend of the month in scope, with and without a contract; not above zero: no share
-- leaves out: spend after the as-of date; months without spend have no row. Spend that names a contract which
--   no row of contracts has is off contract here. What rests on positions is dated by the later position and
--   shown beside
WITH by_contract AS (
    SELECT
        groups.group_id,
        groups.group_name,
        monthly.month,
        monthly.state,
        monthly.contract_id,
        sum(monthly.net_amount) AS net_amount,
        sum(monthly.sales_amount) AS sales_amount,
        sum(monthly.credit_amount) AS credit_amount,
        sum(monthly.net_amount) FILTER (WHERE monthly.line_count = 0) AS position_amount
    FROM monthly_contract_spend AS monthly
    JOIN unscoped.alliance_groups AS groups ON groups.alliance_id IS NOT DISTINCT FROM monthly.alliance_id
    GROUP BY ALL
),
contracts_used AS (
    SELECT group_id, month, count(contract_id) AS contracts_used
    FROM (
        SELECT group_id, month, contract_id
        FROM by_contract
        WHERE group_id <> 'off_contract'
        GROUP BY ALL
        HAVING sum(net_amount) > 0
    ) AS used
    GROUP BY group_id, month
),
states_buying AS (
    SELECT group_id, month, count(*) AS states_buying
    FROM (SELECT group_id, month, state FROM by_contract GROUP BY ALL HAVING sum(net_amount) > 0) AS buying
    GROUP BY group_id, month
),
by_alliance AS (
    SELECT
        group_id,
        group_name,
        month,
        sum(net_amount) AS net_amount,
        sum(sales_amount) AS sales_amount,
        sum(credit_amount) AS credit_amount,
        coalesce(sum(position_amount), 0) AS position_amount
    FROM by_contract
    GROUP BY ALL
)
SELECT
    by_alliance.group_id AS alliance_id,
    by_alliance.group_name AS alliance_name,
    by_alliance.month,
    CAST(by_alliance.net_amount AS DECIMAL(38, 2)) AS net_amount,
    CAST(sum(by_alliance.net_amount) OVER of_month AS DECIMAL(38, 2)) AS month_net_amount,
    CASE
        WHEN sum(by_alliance.net_amount) OVER of_month > 0
        THEN CAST(by_alliance.net_amount / sum(by_alliance.net_amount) OVER of_month AS DECIMAL(38, 6))
    END AS share,
    CAST(by_alliance.sales_amount AS DECIMAL(38, 2)) AS sales_amount,
    CAST(by_alliance.credit_amount AS DECIMAL(38, 2)) AS credit_amount,
    CAST(by_alliance.position_amount AS DECIMAL(38, 2)) AS amount_from_positions,
    coalesce(contracts_used.contracts_used, 0) AS contracts_used,
    coalesce(states_buying.states_buying, 0) AS states_buying
FROM by_alliance
LEFT JOIN contracts_used USING (group_id, month)
LEFT JOIN states_buying USING (group_id, month)
WINDOW of_month AS (PARTITION BY by_alliance.month)
ORDER BY by_alliance.month, net_amount DESC, by_alliance.group_id

-- title: Members that do not buy
-- description: States that were members of an alliance, or participated in it, through all of the last N
--   months and bought nothing through it, with the last month in which they did.
-- formula: member = joined before the first of these months and not left; participating = an addendum in
--   force that could be used since before them; bought nothing = net spend of these months of zero or below.
--   The months are the as-of date's and those before it; months without spend = months since the last one
--   with net spend above zero
-- denominator: none; these are dates and amounts
-- leaves out: states' and cities' own solicitations; states that joined, or began to participate, within
--   these months. Days of joining that are not known count as long ago. The scope's states and alliances
--   narrow, its period does not
-- param months: integer = 12 "Months without spend" (min 1) (max 1200)
-- param level: text = either "Member or participating" (choices: either | member | participating)
-- param alliance: alliance? "Alliance"
WITH cooperative AS (
    SELECT alliance_id, group_name AS alliance_name
    FROM unscoped.alliance_groups
    WHERE is_cooperative AND alliance_id IS NOT NULL AND ($alliance IS NULL OR alliance_id = $alliance)
),
window_starts AS (
    SELECT CAST(date_trunc('month', $as_of) - to_months(CAST($months - 1 AS INTEGER)) AS DATE) AS first_day
),
members AS (
    SELECT
        alliance_id,
        state,
        CASE WHEN count(*) = count(joined_on) THEN min(joined_on) END AS member_since
    FROM memberships
    WHERE (joined_on IS NULL OR joined_on <= $as_of) AND (left_on IS NULL OR left_on > $as_of)
    GROUP BY alliance_id, state
),
participating AS (
    SELECT
        contracts.alliance_id,
        addenda.state,
        count(*) AS addenda_in_force,
        nullif(min(addenda.first_day), DATE '0001-01-01') AS participating_since
    FROM addenda_in_force AS addenda
    JOIN contracts USING (contract_id)
    GROUP BY contracts.alliance_id, addenda.state
),
by_month AS (
    SELECT state, alliance_id, month, sum(net_amount) AS net_amount
    FROM monthly_spend_any_period
    GROUP BY state, alliance_id, month
),
bought AS (
    SELECT
        by_month.state,
        by_month.alliance_id,
        sum(by_month.net_amount) FILTER (WHERE by_month.month >= window_starts.first_day) AS net_amount,
        max(by_month.month) FILTER (WHERE by_month.net_amount > 0) AS last_bought_month
    FROM by_month
    CROSS JOIN window_starts
    GROUP BY by_month.state, by_month.alliance_id
),
pairs AS (
    SELECT alliance_id, state FROM members
    UNION
    SELECT alliance_id, state FROM participating
),
levels AS (
    SELECT
        pairs.state,
        pairs.alliance_id,
        cooperative.alliance_name,
        members.state IS NOT NULL AS member,
        members.member_since,
        participating.state IS NOT NULL AS participating,
        participating.participating_since,
        coalesce(participating.addenda_in_force, 0) AS addenda_in_force,
        members.state IS NOT NULL AND coalesce(members.member_since <= window_starts.first_day, true)
            AS member_all_along,
        participating.state IS NOT NULL
            AND coalesce(participating.participating_since <= window_starts.first_day, true)
            AS participating_all_along
    FROM pairs
    JOIN cooperative USING (alliance_id)
    CROSS JOIN window_starts
    LEFT JOIN members ON members.alliance_id = pairs.alliance_id AND members.state = pairs.state
    LEFT JOIN participating
        ON participating.alliance_id = pairs.alliance_id AND participating.state = pairs.state
)
SELECT
    levels.state,
    levels.alliance_id,
    coalesce(jurisdictions.name, levels.state) AS state_name,
    levels.alliance_name,
    levels.member,
    levels.member_since,
    levels.participating,
    levels.participating_since,
    levels.addenda_in_force,
    CAST(coalesce(bought.net_amount, 0) AS DECIMAL(38, 2)) AS net_amount,
    bought.last_bought_month,
    date_diff('month', bought.last_bought_month, $as_of) AS months_without_spend
FROM levels
LEFT JOIN bought ON bought.state = levels.state AND bought.alliance_id = levels.alliance_id
LEFT JOIN jurisdictions ON jurisdictions.code = levels.state
WHERE coalesce(bought.net_amount, 0) <= 0
    AND (
        ($level <> 'participating' AND levels.member_all_along)
        OR ($level <> 'member' AND levels.participating_all_along)
    )
ORDER BY levels.participating DESC, levels.addenda_in_force DESC, state_name, levels.alliance_id

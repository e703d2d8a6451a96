-- title: Newest day
-- description: The newest dated row of spend or positions: the as-of date where the portfolio states none.
SELECT max(day) AS newest_day
FROM (
    SELECT max(spent_on) AS day FROM unscoped.spend
    UNION ALL
    SELECT max(as_of) FROM unscoped.balances
) AS days

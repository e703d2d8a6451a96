WITH balances AS (
    SELECT row_hash, any_value(key) AS key, sum(one) AS balance
    FROM (
        SELECT row_hash, key, 1 AS one FROM side_now
        UNION ALL
        SELECT row_hash, key, -1 AS one FROM side_then
    ) AS both_sides
    GROUP BY row_hash
    HAVING sum(one) <> 0
),
by_key AS (
    SELECT
        key,
        CAST(sum(greatest(-balance, 0)) AS BIGINT) AS gone,
        CAST(sum(greatest(balance, 0)) AS BIGINT) AS added
    FROM balances
    GROUP BY key
)
SELECT
    (SELECT count(*) FROM side_then) AS rows_then,
    (SELECT count(*) FROM side_now) AS rows_now,
    coalesce(sum(gone - least(gone, added)), 0) AS gone,
    coalesce(sum(added - least(gone, added)), 0) AS added,
    coalesce(sum(least(gone, added)), 0) AS restated,
    coalesce(list(key ORDER BY key) FILTER (WHERE gone > 0 AND added > 0), [])[:5] AS examples
FROM by_key

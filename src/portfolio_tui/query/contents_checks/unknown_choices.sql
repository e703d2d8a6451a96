-- title: Unknown choices
-- description: How many values of a column are none of those that it may have, on how many rows they stand, and the
--   three that stand on most. "{table}" and "{column}" stand for their names.
-- param choices: text[] "Values that it may have"
WITH unknown AS (
    SELECT "{column}" AS name, count(*) AS times
    FROM unscoped."{table}"
    WHERE "{column}" IS NOT NULL AND NOT list_contains($choices, "{column}")
    GROUP BY "{column}"
)
SELECT
    count(*) AS names,
    CAST(coalesce(sum(times), 0) AS BIGINT) AS row_count,
    (SELECT list(name) FROM (SELECT name FROM unknown ORDER BY times DESC, name LIMIT 3) AS firsts) AS examples
FROM unknown

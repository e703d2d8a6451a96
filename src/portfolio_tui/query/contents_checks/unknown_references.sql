-- title: Unknown references
-- description: How many values of a column the table that it refers to does not have, on how many rows they stand, and
--   the three that stand on most. "{table}", "{column}", "{reference}" and "{reference_key}" stand for their names.
WITH named AS (
    SELECT "{column}" AS name, count(*) AS times
    FROM unscoped."{table}"
    WHERE "{column}" IS NOT NULL
    GROUP BY "{column}"
),
unknown AS (
    SELECT named.name, named.times FROM named ANTI JOIN "{reference}" AS known ON known."{reference_key}" = named.name
)
SELECT
    count(*) AS names,
    CAST(coalesce(sum(times), 0) AS BIGINT) AS row_count,
    (SELECT list(name) FROM (SELECT name FROM unknown ORDER BY times DESC, name LIMIT 3) AS firsts) AS examples
FROM unknown

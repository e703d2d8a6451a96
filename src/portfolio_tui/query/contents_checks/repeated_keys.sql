-- title: Repeated keys
-- description: How many keys of a table stand on more than one row, how many rows are there beyond one each, and the
--   first three of them. "{table}" and "{key}" stand for a table and the columns of its key, "{first}" for the first.
WITH repeated AS (
    SELECT concat_ws(', ', "{key}") AS name, count(*) AS times
    FROM unscoped."{table}"
    WHERE "{first}" IS NOT NULL
    GROUP BY "{key}"
    HAVING count(*) > 1
)
SELECT
    count(*) AS names,
    CAST(coalesce(sum(times) - count(*), 0) AS BIGINT) AS row_count,
    (SELECT list(name) FROM (SELECT name FROM repeated ORDER BY name LIMIT 3) AS firsts) AS examples
FROM repeated

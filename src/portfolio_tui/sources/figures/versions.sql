-- The rows that several files of this import bring, with the one before; the last that differs counts.
CREATE TABLE versions AS
WITH
repeated AS (SELECT _key FROM fresh GROUP BY _key HAVING count(*) > 1),
chained AS (
    SELECT
        _key,
        _number,
        _hash,
        lag(_hash) OVER chain AS hash_before,
        lag(_number) OVER chain AS number_before
    FROM fresh SEMI JOIN repeated USING (_key)
    WINDOW chain AS (PARTITION BY _key ORDER BY _number)
),
judged AS (SELECT *, hash_before IS DISTINCT FROM _hash AS says_else FROM chained)
SELECT *, _number = max(_number) FILTER (says_else) OVER (PARTITION BY _key) AS counts
FROM judged

SELECT numbered.* EXCLUDE ("number of the row")
FROM (
    SELECT result.*, row_number() OVER () AS "number of the row"
    FROM (
{sql}
    ) AS result
) AS numbered
SEMI JOIN (SELECT unnest(CAST($kept_values AS VARCHAR[])) AS kept_value) AS kept
    ON CAST(numbered.{column} AS VARCHAR) IS NOT DISTINCT FROM kept.kept_value
ORDER BY "number of the row"

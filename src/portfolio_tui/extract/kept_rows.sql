SELECT result.*
FROM (
{sql}
) AS result
SEMI JOIN (SELECT unnest(CAST($kept_values AS VARCHAR[])) AS kept_value) AS kept
    ON CAST(result.{column} AS VARCHAR) IS NOT DISTINCT FROM kept.kept_value

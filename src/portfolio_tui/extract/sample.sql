SELECT result.*
FROM (
{sql}
) AS result
LIMIT 20000

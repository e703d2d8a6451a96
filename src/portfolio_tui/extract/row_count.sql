SELECT count(*) AS row_count
FROM (
{sql}
) AS result

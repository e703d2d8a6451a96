SELECT result.*, fiscal_year(result.{column}, result.state) AS fiscal_year
FROM (
{sql}
) AS result

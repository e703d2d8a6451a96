SELECT '{id}' AS rule, '{severity}' AS severity, {columns}
FROM (
{sql}
) AS {id}

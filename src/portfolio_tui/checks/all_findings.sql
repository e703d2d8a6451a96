SELECT '{id}' AS rule, '{severity}' AS severity, '{id}|' || finding AS key, {columns}
FROM (
{sql}
) AS {id}

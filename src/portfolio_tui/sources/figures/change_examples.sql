-- The first values that changed, in the order of their keys.
SELECT row_key, column_name, old_value, new_value, difference
FROM changes
WHERE change = '{change}' AND ({is_shown})
ORDER BY row_key, column_name
LIMIT {limit}

-- title: Empty cells
-- description: On how many rows a column is empty that must not be. "{table}" and "{column}" stand for their names.
SELECT 0 AS names, count(*) - count("{column}") AS row_count, NULL AS examples FROM unscoped."{table}"

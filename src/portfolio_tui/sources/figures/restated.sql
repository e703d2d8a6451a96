-- Each value that changed between the rows `old` and `new`.
INSERT INTO changes
SELECT
    '{change}',
    row_key,
    one.column_name,
    one.old_value,
    one.new_value,
    one.difference,
    old_source_file,
    new_source_file
FROM (
    SELECT
        {row_key} AS row_key,
        {old_source_file} AS old_source_file,
        {new_source_file} AS new_source_file,
        unnest([{values}]) AS one
    FROM {pairs}
)
WHERE one.old_value IS DISTINCT FROM one.new_value

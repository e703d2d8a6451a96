-- What this import changes, for the file that keeps it.
COPY (
    SELECT {number}::BIGINT AS import_number, {table} AS table_name, * FROM changes
    ORDER BY change, row_key, column_name
) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)

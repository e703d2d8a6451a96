-- The rows that are added to the files of the table.
COPY (
    SELECT {columns} FROM arrivals
) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)

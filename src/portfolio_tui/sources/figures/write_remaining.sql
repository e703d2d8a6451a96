-- What stays of one file of the table.
COPY (
    SELECT {columns} FROM remaining WHERE _number = {number}
) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)

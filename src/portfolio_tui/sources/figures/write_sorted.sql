-- The whole table, in the order in which it is asked for.
COPY (
    SELECT {columns} FROM remaining
    UNION ALL
    SELECT {columns} FROM arrivals
    ORDER BY {order}
) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)

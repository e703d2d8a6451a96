-- The processes of which releases were read now.
COPY (
    SELECT DISTINCT ocid FROM read_parquet($staged) ORDER BY ocid
) TO '{target}' (FORMAT parquet, COMPRESSION zstd)

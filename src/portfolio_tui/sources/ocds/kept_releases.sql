-- The releases that the portfolio has kept ($earlier), and those that were read now ($staged) and are new: what
-- later releases of the same processes are merged with. $versions are those that the files state.
COPY (
    WITH fresh AS (
        SELECT
            staged.ocid, instant, release_id, is_compiled, staged.digest,
            coalesce(nullif(version, ''), $versions[file_number + 1], '') AS version,
            source_file, CAST(-1 AS BIGINT) AS file_number, first_row, row_count, content
        FROM read_parquet($staged) AS staged
        WHERE NOT EXISTS (
            SELECT 1
            FROM read_parquet($earlier) AS earlier
            WHERE earlier.ocid = staged.ocid AND earlier.digest = staged.digest
        )
        QUALIFY row_number() OVER (PARTITION BY ocid, digest ORDER BY source_file, first_row) = 1
    )
    SELECT
        ocid, instant, release_id, is_compiled, digest, version, source_file, file_number, first_row, row_count,
        content
    FROM read_parquet($earlier)
    UNION ALL
    SELECT * FROM fresh
    ORDER BY ocid, instant, release_id, digest
) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 8192)

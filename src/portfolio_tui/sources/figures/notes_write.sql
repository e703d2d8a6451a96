-- The notes kept, with those of the renewed files in place of the earlier ones about the same content.
COPY (
    SELECT * FROM earlier ANTI JOIN renewed USING (source_sha256)
    UNION ALL
    SELECT * FROM brought SEMI JOIN renewed USING (source_sha256)
    ORDER BY source_file, source_sha256, source_row, "column" NULLS FIRST, reason, raw_text
) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)

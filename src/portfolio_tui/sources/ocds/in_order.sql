-- The releases read now (staged), with the earlier ones of the same processes (releases holds both), each
-- process after the other. Of equal releases one that was read now comes first, whatever the order of files.
SELECT
    ocid, instant, release_id, is_compiled, digest, version, source_file, file_number, first_row, row_count,
    content
FROM read_parquet($releases)
WHERE ocid IN (SELECT ocid FROM read_parquet($staged))
ORDER BY ocid, instant, release_id, digest, file_number DESC, source_file, first_row

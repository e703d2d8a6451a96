-- The rows of the files whose keys may stand there more than once: those that share a hash.
SELECT * EXCLUDE (key_hash)
FROM read_parquet({files})
WHERE key_hash IN (SELECT key_hash FROM read_parquet({files}) GROUP BY key_hash HAVING count(*) > 1)
ORDER BY source_row

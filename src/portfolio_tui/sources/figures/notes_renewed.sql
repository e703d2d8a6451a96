-- The files whose notes are others than those kept about the same content.
CREATE OR REPLACE TABLE renewed AS
WITH
kept AS (SELECT * EXCLUDE (source_file) FROM earlier WHERE source_sha256 IN ({contents})),
given AS (SELECT * EXCLUDE (source_file) FROM brought)
SELECT DISTINCT source_sha256
FROM ((FROM kept EXCEPT ALL FROM given) UNION ALL (FROM given EXCEPT ALL FROM kept))

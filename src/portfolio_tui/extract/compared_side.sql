CREATE TABLE {side} AS
SELECT hash({columns}) AS row_hash, CAST({key} AS VARCHAR) AS key
FROM {source}

-- The rows that the files of this import bring; `_number` is the file's place among them.
CREATE VIEW brought AS
SELECT *, {key} AS _key, hash({compared}) AS _hash
FROM (SELECT {columns}, _number FROM {source})

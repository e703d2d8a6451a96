-- The rows that the portfolio has, of which `_file` is the file.
CREATE VIEW existing AS
SELECT *, {key} AS _key, hash({compared}) AS _hash
FROM (SELECT {columns}, {file} AS _file FROM {source})

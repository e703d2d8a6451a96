-- The rows that the portfolio has; `_number` is the place of their file among those of the table.
CREATE VIEW existing AS
SELECT *, {key} AS _key, hash({compared}) AS _hash
FROM (SELECT {columns}, _number FROM {source})

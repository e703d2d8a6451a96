-- The rows to be added, some of them in the place of others, of which they keep the columns that they lack.
CREATE VIEW arrivals AS
SELECT {columns}
FROM (FROM fresh SEMI JOIN arriving USING (_key)) AS fresh
LEFT JOIN (FROM existing SEMI JOIN replaced USING (_key)) AS old ON old._key = fresh._key

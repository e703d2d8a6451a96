-- The rows to be added, some of them in the place of others, whose further columns they keep.
CREATE VIEW arrivals AS
SELECT {columns}
FROM fresh
ANTI JOIN (FROM met WHERE is_same) AS there ON there._key = fresh._key
LEFT JOIN (FROM existing SEMI JOIN gone USING (_key)) AS old ON old._key = fresh._key

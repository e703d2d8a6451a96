-- The rows of the portfolio that are replaced or withdrawn.
CREATE TABLE gone AS
SELECT _key, _file FROM met WHERE NOT is_same
UNION ALL
FROM withdrawn

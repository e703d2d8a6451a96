-- The rows that come in whose key the portfolio has, and whether they say what it says.
CREATE TABLE met AS
SELECT existing._key, existing._file, existing._hash = fresh._hash AS is_same
FROM existing JOIN fresh USING (_key)

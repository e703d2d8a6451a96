-- The rows that come in and of which the portfolio has no equal: new ones, and ones that replace others.
CREATE TABLE arriving AS
SELECT fresh._key
FROM fresh
ANTI JOIN existing ON existing._key = fresh._key AND existing._hash = fresh._hash

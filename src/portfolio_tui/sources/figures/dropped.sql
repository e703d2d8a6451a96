-- The rows brought that do not come in, and why.
CREATE TABLE dropped AS
SELECT _key, _number, NULL::VARCHAR AS reason FROM brought LIMIT 0

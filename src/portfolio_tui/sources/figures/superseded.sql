-- The rows of older versions of reports.
INSERT INTO dropped
SELECT _key, _number, 'superseded'
FROM brought JOIN (FROM reports WHERE is_older) USING ({same}, _number)

-- The files of the table that lose rows, and how many rows stay in each.
SELECT _number, count(*) FILTER (gone._key IS NULL) AS remaining
FROM (FROM existing SEMI JOIN (SELECT DISTINCT _number FROM gone) AS losing USING (_number)) AS existing
LEFT JOIN (SELECT _key FROM gone) AS gone ON gone._key = existing._key
GROUP BY _number
ORDER BY _number

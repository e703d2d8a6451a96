-- The files of the table that lose rows, and how many rows stay in each.
SELECT _file, count(*) FILTER (_key NOT IN (SELECT _key FROM gone)) AS remaining
FROM existing SEMI JOIN (SELECT DISTINCT _file FROM gone) AS losing USING (_file)
GROUP BY _file
ORDER BY _file

-- How many of the rows that are replaced share their key with another.
SELECT count(*) - count(DISTINCT _key) FROM replaced

-- How many rows of this import say something else than the file before, and how many the same.
SELECT
    count(*) FILTER (number_before IS NOT NULL AND says_else) AS replaced,
    count(*) FILTER (NOT says_else) AS same
FROM versions

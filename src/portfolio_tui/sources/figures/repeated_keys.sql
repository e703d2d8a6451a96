-- How many keys of the rows that come in stand more than once in the portfolio.
SELECT count(*) - count(DISTINCT _key) FROM met

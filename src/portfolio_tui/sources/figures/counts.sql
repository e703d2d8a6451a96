-- What became of the rows brought.
SELECT
    (SELECT count(*) FROM fresh) - (SELECT count(*) FROM met) AS added,
    (SELECT count(*) FROM met WHERE NOT is_same) AS replaced,
    (SELECT count(*) FROM met WHERE is_same) AS same,
    (SELECT count(*) FROM withdrawn) AS withdrawn,
    (SELECT count(*) FROM dropped WHERE reason = 'superseded') AS superseded

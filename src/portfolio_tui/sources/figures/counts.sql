-- What became of the rows brought.
SELECT
    (SELECT count(*) FROM fresh) AS fresh,
    (SELECT count(*) FROM arriving) AS arriving,
    (SELECT count(*) FROM replaced) AS replaced,
    (SELECT count(*) FROM withdrawn) AS withdrawn,
    (SELECT count(*) FROM dropped WHERE reason = 'superseded') AS superseded,
    (SELECT count(*) FROM dropped) AS dropped

-- Rows, control total and newest day of some rows.
SELECT count(*), {total}, {newest_day} FROM {rows}

-- The rows to be added, none of which the portfolio has.
CREATE VIEW arrivals AS SELECT {columns} FROM fresh

-- The rows that come in, where the portfolio has no rows of the table yet.
CREATE VIEW arriving AS SELECT _key FROM fresh

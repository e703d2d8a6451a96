-- The rows to be added: all that are brought.
CREATE VIEW arrivals AS SELECT {columns} FROM fresh

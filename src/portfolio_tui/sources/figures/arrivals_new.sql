-- The rows to be added, which replace none.
CREATE VIEW arrivals AS SELECT {columns} FROM fresh SEMI JOIN arriving USING (_key)

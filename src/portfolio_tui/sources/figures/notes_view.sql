-- Notes of one kind.
CREATE VIEW {name} AS SELECT {columns} FROM {source}

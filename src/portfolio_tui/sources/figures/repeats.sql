-- The rows of this import whose place another of its rows takes.
INSERT INTO dropped SELECT _key, _number, 'repeat' FROM versions WHERE NOT counts

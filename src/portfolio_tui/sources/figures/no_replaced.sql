-- Where every row that comes in is a new one, or is there already, no row is replaced.
CREATE TABLE replaced AS SELECT _key, _number FROM existing LIMIT 0

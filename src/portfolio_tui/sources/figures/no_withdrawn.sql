-- Without reports nothing is withdrawn.
CREATE TABLE withdrawn AS SELECT _key, _file FROM existing LIMIT 0

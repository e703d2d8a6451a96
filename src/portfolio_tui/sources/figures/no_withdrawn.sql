-- Without reports nothing is withdrawn.
CREATE TABLE withdrawn AS SELECT _key, _number FROM existing LIMIT 0

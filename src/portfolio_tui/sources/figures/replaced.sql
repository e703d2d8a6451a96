-- The rows of the portfolio whose place others take.
CREATE TABLE replaced AS
SELECT _key, _number FROM existing SEMI JOIN arriving USING (_key)

-- The rows brought that come in: no key is there twice.
CREATE OR REPLACE VIEW fresh AS
FROM brought ANTI JOIN dropped USING (_key, _number)

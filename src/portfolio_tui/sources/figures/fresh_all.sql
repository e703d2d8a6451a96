-- Every row brought comes in.
CREATE OR REPLACE VIEW fresh AS FROM brought

-- title: Alliances in scope
-- description: The alliances that the scope names, or all.
CREATE OR REPLACE VIEW alliances AS
SELECT * FROM unscoped.alliances WHERE unscoped.in_list(getvariable('alliances'), alliance_id)

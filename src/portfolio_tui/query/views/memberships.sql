-- title: Memberships in scope
-- description: The memberships of the scope's states and alliances, past ones among them.
CREATE OR REPLACE VIEW memberships AS
SELECT *
FROM unscoped.memberships
WHERE unscoped.in_list(getvariable('alliances'), alliance_id)
    AND unscoped.in_list(getvariable('states'), state)

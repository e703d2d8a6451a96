-- The rows of the reports brought, as this profile read them before, that are not brought any more.
CREATE TABLE withdrawn AS
SELECT existing._key, existing._number
FROM existing
SEMI JOIN own_files USING (source_file)
SEMI JOIN (FROM reports WHERE NOT is_older) AS brought_now USING ({same})
ANTI JOIN fresh ON fresh._key = existing._key

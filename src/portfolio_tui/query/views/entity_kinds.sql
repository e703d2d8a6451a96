-- title: Buyers by id
-- description: One row for each buyer, also where the file repeats one, so that no sum counts its spend twice.
CREATE OR REPLACE VIEW unscoped.entity_kinds AS
SELECT entity_id, min(name) AS name, min(entity_type) AS entity_type FROM unscoped.entities GROUP BY entity_id

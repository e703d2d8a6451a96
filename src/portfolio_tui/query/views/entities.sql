-- title: Entities in scope
-- description: The buyers in the scope's states and of its entity types.
CREATE OR REPLACE VIEW entities AS
SELECT *
FROM unscoped.entities
WHERE unscoped.in_list(getvariable('states'), state)
    AND unscoped.in_list(getvariable('entity_types'), entity_type)

-- title: Names of buyers
-- description: Each buyer that was not merged into another, with the lines and net spend of which it is the buyer. A
--   buyer that the table lists in several states, or with several types, has none.
-- leaves out: nothing by scope or date
WITH bought AS (
    SELECT entity_id, count(*) AS lines, sum(amount) AS amount FROM unscoped.spend GROUP BY entity_id
)
SELECT
    entities.entity_id AS id,
    min(entities.name) AS name,
    entities.entity_id AS family,
    unscoped.only(entities.state) AS state,
    unscoped.only(entities.entity_type) AS entity_type,
    CAST(coalesce(min(bought.lines), 0) AS BIGINT) AS lines,
    CAST(coalesce(min(bought.amount), 0) AS DECIMAL(38, 2)) AS amount
FROM unscoped.entities AS entities
LEFT JOIN bought ON bought.entity_id = entities.entity_id
ANTI JOIN unscoped.merged_entities AS merges ON merges.id = entities.entity_id
WHERE entities.entity_id IS NOT NULL AND entities.name IS NOT NULL
GROUP BY entities.entity_id
ORDER BY id

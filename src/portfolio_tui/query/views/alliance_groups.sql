-- title: Alliance groups
-- description: The group under which each alliance is shown: itself, or one group for all states' own contracts.
--   Spend off contract has no alliance and stands in a group of its own. An alliance that contracts name and the
--   table of alliances lacks is shown by its id and counts as cooperative.
CREATE OR REPLACE VIEW unscoped.alliance_groups AS
SELECT
    alliance_id,
    CASE WHEN kind = 'state' THEN 'own' ELSE alliance_id END AS group_id,
    CASE WHEN kind = 'state' THEN 'States'' own contracts' ELSE name END AS group_name,
    kind,
    kind NOT IN ('state', 'local') AS is_cooperative,
    is_synthetic
FROM (
    SELECT
        alliance_id,
        coalesce(min(name), alliance_id) AS name,
        coalesce(min(kind), 'other') AS kind,
        coalesce(bool_or(is_synthetic), false) AS is_synthetic
    FROM unscoped.alliances
    WHERE alliance_id IS NOT NULL
    GROUP BY alliance_id
    UNION ALL
    SELECT DISTINCT alliance_id, alliance_id, 'other', false
    FROM unscoped.contracts
    ANTI JOIN unscoped.alliances USING (alliance_id)
    WHERE alliance_id IS NOT NULL
) AS named
UNION ALL
SELECT NULL, 'off_contract', 'Off contract', 'none', false, false

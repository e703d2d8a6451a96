-- title: What is known of an alliance
-- description: Name, kind, address and note of one alliance as its portfolio gives them, whatever the scope.
-- formula: none; facts as they are
-- denominator: none; facts as they are
-- leaves out: an alliance that only contracts name has no row
-- param alliance: alliance "Alliance"
SELECT
    alliance_id,
    coalesce(min(name), alliance_id) AS name,
    coalesce(min(kind), 'other') AS kind,
    min(url) AS url,
    coalesce(bool_or(is_synthetic), false) AS is_synthetic,
    min(note) AS note
FROM unscoped.alliances
WHERE alliance_id = $alliance
GROUP BY alliance_id

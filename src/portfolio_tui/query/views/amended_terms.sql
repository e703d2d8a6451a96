-- title: Terms before later amendments
-- description: For each contract, and each addendum, that amendments change: whether an amendment after the as-of
--   date changes its end or its ceiling, and what these were before it. An end that the first later amendment does
--   not state is the one that the last earlier amendment gave.
CREATE OR REPLACE VIEW unscoped.amended_terms AS
WITH amendments AS (
    SELECT
        *,
        coalesce(effective_on, signed_on) AS holds_from,
        coalesce(coalesce(effective_on, signed_on) > getvariable('as_of'), false) AS is_later
    FROM unscoped.amendments
)
SELECT
    contract_id,
    addendum_id,
    count(new_ends_on) FILTER (WHERE is_later) > 0 AS end_changes_later,
    coalesce(
        arg_min_null(old_ends_on, (holds_from, old_ends_on)) FILTER (WHERE is_later AND new_ends_on IS NOT NULL),
        arg_max(new_ends_on, (holds_from, new_ends_on)) FILTER (WHERE NOT is_later)
    ) AS ends_on,
    count(new_ceiling_amount) FILTER (WHERE is_later) > 0 AS ceiling_changes_later,
    arg_min_null(old_ceiling_amount, (holds_from, old_ceiling_amount))
        FILTER (WHERE is_later AND new_ceiling_amount IS NOT NULL) AS ceiling_amount
FROM amendments
GROUP BY contract_id, addendum_id

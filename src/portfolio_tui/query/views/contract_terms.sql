-- title: Terms in force
-- description: Each contract's end and ceiling as they stood on the as-of date: amendments that took effect
--   later are undone.
CREATE OR REPLACE VIEW unscoped.contract_terms AS
WITH later_amendments AS (
    SELECT
        contract_id,
        coalesce(effective_on, signed_on) AS effective_on,
        old_ends_on,
        new_ends_on,
        old_ceiling_amount,
        new_ceiling_amount
    FROM unscoped.amendments
    WHERE addendum_id IS NULL AND coalesce(effective_on, signed_on) > getvariable('as_of')
),
before_amendments AS (
    SELECT
        contract_id,
        arg_min_null(old_ends_on, effective_on) FILTER (WHERE new_ends_on IS NOT NULL) AS ends_on,
        count(new_ends_on) > 0 AS end_changes_later,
        arg_min_null(old_ceiling_amount, effective_on) FILTER (WHERE new_ceiling_amount IS NOT NULL)
            AS ceiling_amount,
        count(new_ceiling_amount) > 0 AS ceiling_changes_later
    FROM later_amendments
    GROUP BY contract_id
)
SELECT
    contracts.contract_id,
    contracts.starts_on,
    CASE WHEN before.end_changes_later THEN before.ends_on ELSE contracts.ends_on END AS ends_on,
    CASE WHEN before.ceiling_changes_later THEN before.ceiling_amount ELSE contracts.ceiling_amount END
        AS ceiling_amount
FROM unscoped.contracts AS contracts
LEFT JOIN before_amendments AS before USING (contract_id)

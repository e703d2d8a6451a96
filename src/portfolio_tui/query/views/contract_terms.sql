-- title: Terms in force
-- description: Each contract's end and ceiling as they stood on the as-of date (amendments that took effect later
--   are undone), and whether its term has begun and is not over.
CREATE OR REPLACE VIEW unscoped.contract_terms AS
WITH terms AS (
    SELECT
        contracts.contract_id,
        contracts.starts_on,
        CASE
            WHEN amended.end_changes_later THEN coalesce(amended.ends_on, contracts.initial_ends_on)
            ELSE contracts.ends_on
        END AS ends_on,
        CASE WHEN amended.ceiling_changes_later THEN amended.ceiling_amount ELSE contracts.ceiling_amount END
            AS ceiling_amount
    FROM unscoped.contracts AS contracts
    LEFT JOIN unscoped.amended_terms AS amended
        ON amended.contract_id = contracts.contract_id AND amended.addendum_id IS NULL
)
SELECT
    contract_id,
    starts_on,
    ends_on,
    ceiling_amount,
    coalesce(starts_on <= getvariable('as_of'), true) AND coalesce(ends_on >= getvariable('as_of'), true) AS in_force
FROM terms

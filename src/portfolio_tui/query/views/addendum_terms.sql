-- title: Terms of addenda
-- description: Each addendum with its end and ceiling as they stood on the as-of date, the first and last day on which
--   orders could be placed under it (its own dates within its contract's), and whether it is in force.
CREATE OR REPLACE VIEW unscoped.addendum_terms AS
WITH terms AS (
    SELECT
        addenda.addendum_id,
        addenda.contract_id,
        addenda.state,
        addenda.entity_id,
        addenda.effective_on,
        CASE WHEN amended.end_changes_later THEN amended.ends_on ELSE addenda.ends_on END AS ends_on,
        CASE WHEN amended.ceiling_changes_later THEN amended.ceiling_amount ELSE addenda.ceiling_amount END
            AS ceiling_amount
    FROM unscoped.participating_addenda AS addenda
    LEFT JOIN unscoped.amended_terms AS amended
        ON amended.contract_id = addenda.contract_id AND amended.addendum_id = addenda.addendum_id
),
within_contract AS (
    SELECT
        terms.*,
        contract_terms.ends_on AS contract_ends_on,
        greatest(
            coalesce(terms.effective_on, DATE '0001-01-01'), coalesce(contract_terms.starts_on, DATE '0001-01-01')
        ) AS first_day,
        least(
            coalesce(terms.ends_on, DATE '9999-12-31'), coalesce(contract_terms.ends_on, DATE '9999-12-31')
        ) AS last_day
    FROM terms
    JOIN unscoped.contract_terms AS contract_terms ON contract_terms.contract_id = terms.contract_id
)
SELECT
    *,
    getvariable('as_of') BETWEEN first_day AND last_day AS in_force
FROM within_contract

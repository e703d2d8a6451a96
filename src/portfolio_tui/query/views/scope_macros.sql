-- title: What is in scope
-- description: The tests that the scoped views share. A part of the scope that is not set is NULL and passes all. A
--   category's prefix is what the codes that roll up to it start with: pairs of 00 at the end cover all. A vendor that
--   was merged means the one that it was merged into.
CREATE OR REPLACE MACRO unscoped.in_list(chosen, found) AS chosen IS NULL OR list_contains(chosen, found);

CREATE OR REPLACE MACRO unscoped.category_prefix(code) AS
    CASE WHEN len(code) % 2 = 0 THEN coalesce(nullif(regexp_replace(code, '(00)+$', ''), ''), code) ELSE code END;

CREATE OR REPLACE MACRO unscoped.category_in_scope(found) AS
    getvariable('categories') IS NULL
    OR len(list_filter(getvariable('categories'), lambda prefix: starts_with(found, prefix))) > 0;

CREATE OR REPLACE MACRO unscoped.vendor_in_scope(found) AS
    getvariable('vendors') IS NULL
    OR found IN (
        WITH chosen AS (
            SELECT unnest(CAST(getvariable('vendors') AS VARCHAR[])) AS id
        ),
        meant AS (
            SELECT coalesce(merges.merged_id, chosen.id) AS id
            FROM chosen
            LEFT JOIN unscoped.merged_vendors AS merges ON merges.id = chosen.id
        )
        SELECT id FROM meant
        UNION ALL
        SELECT vendor_id FROM unscoped.vendors SEMI JOIN meant ON meant.id = parent_id
        UNION ALL
        SELECT merges.id FROM unscoped.merged_vendors AS merges SEMI JOIN meant ON meant.id = merges.merged_id
    );

CREATE OR REPLACE MACRO unscoped.period_in_scope(day, found_state) AS
    (getvariable('period_from') IS NULL OR day >= getvariable('period_from'))
    AND day <= getvariable('period_to')
    AND (getvariable('fiscal_year') IS NULL OR fiscal_year(day, found_state) = getvariable('fiscal_year'));

CREATE OR REPLACE MACRO unscoped.looks_beyond_rows() AS
    getvariable('alliances') IS NOT NULL
    OR getvariable('categories') IS NOT NULL
    OR getvariable('vendors') IS NOT NULL
    OR getvariable('entity_types') IS NOT NULL

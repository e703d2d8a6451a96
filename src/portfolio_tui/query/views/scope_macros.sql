-- title: What is in scope
-- description: The tests that the scoped views share. A part of the scope that is not set is NULL and passes all. A
--   category's prefix is what the codes that roll up to it start with: pairs of 00 at the end cover all.
CREATE OR REPLACE MACRO unscoped.in_list(chosen, found) AS chosen IS NULL OR list_contains(chosen, found);

CREATE OR REPLACE MACRO unscoped.category_prefix(code) AS
    CASE WHEN len(code) % 2 = 0 THEN coalesce(nullif(regexp_replace(code, '(00)+$', ''), ''), code) ELSE code END;

CREATE OR REPLACE MACRO unscoped.category_in_scope(found) AS
    getvariable('categories') IS NULL
    OR len(list_filter(getvariable('categories'), lambda prefix: starts_with(found, prefix))) > 0;

CREATE OR REPLACE MACRO unscoped.vendor_in_scope(found) AS
    getvariable('vendors') IS NULL
    OR found IN (
        SELECT vendor_id
        FROM unscoped.vendors
        WHERE list_contains(getvariable('vendors'), vendor_id) OR list_contains(getvariable('vendors'), parent_id)
        UNION ALL
        SELECT unnest(getvariable('vendors'))
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

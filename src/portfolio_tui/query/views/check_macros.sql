-- title: What checks share
-- description: How findings write counts and amounts; the one value that all rows of a group share, if any; the first
--   and last day of a report's period, which is written 2026-Q1 or 2026-03 (NULL where it is written otherwise);
--   whether a row that names an unknown contract is in scope; what stands for a line, and for a buyer and an
--   amount, where lines are compared; an invoice's number without what is easily written otherwise.
CREATE OR REPLACE MACRO unscoped.counted(number, thing) AS
    format('{:,} ', number) || thing || CASE WHEN number = 1 THEN '' ELSE 's' END;

CREATE OR REPLACE MACRO unscoped.only(found) AS
    CASE WHEN min(found) = max(found) AND count(found) = count(*) THEN min(found) END;

CREATE OR REPLACE MACRO unscoped.money(amount) AS
    CASE WHEN amount < 0 THEN '-' ELSE '' END
    || format('{:,}', CAST(trunc(abs(amount)) AS HUGEINT))
    || right(CAST(CAST(abs(amount) AS DECIMAL(38, 2)) AS VARCHAR), 3);

CREATE OR REPLACE MACRO unscoped.period_starts_on(period) AS
    CASE
        WHEN regexp_full_match(period, '[0-9]{4}-Q[1-4]')
        THEN make_date(TRY_CAST(period[:4] AS BIGINT), TRY_CAST(period[7:] AS BIGINT) * 3 - 2, 1)
        WHEN regexp_full_match(period, '[0-9]{4}-(0[1-9]|1[0-2])')
        THEN make_date(TRY_CAST(period[:4] AS BIGINT), TRY_CAST(period[6:] AS BIGINT), 1)
    END;

CREATE OR REPLACE MACRO unscoped.period_ends_on(period) AS
    CASE
        WHEN regexp_full_match(period, '[0-9]{4}-Q[1-4]')
        THEN last_day(make_date(TRY_CAST(period[:4] AS BIGINT), TRY_CAST(period[7:] AS BIGINT) * 3, 1))
        WHEN regexp_full_match(period, '[0-9]{4}-(0[1-9]|1[0-2])')
        THEN last_day(make_date(TRY_CAST(period[:4] AS BIGINT), TRY_CAST(period[6:] AS BIGINT), 1))
    END;

CREATE OR REPLACE MACRO unscoped.unknown_in_scope(found_contract, found_state) AS
    unscoped.in_list(getvariable('contracts'), found_contract)
    AND unscoped.in_list(getvariable('states'), found_state)
    AND getvariable('alliances') IS NULL
    AND getvariable('categories') IS NULL
    AND getvariable('vendors') IS NULL;

CREATE OR REPLACE MACRO unscoped.line_mark(found_contract, found_entity, found_day, found_amount) AS
    hash(found_contract, found_entity, found_day, found_amount);

CREATE OR REPLACE MACRO unscoped.number_read_as(number) AS
    ltrim(replace(replace(regexp_replace(upper(number), '[^A-Z0-9]', '', 'g'), 'O', '0'), 'I', '1'), '0');

CREATE OR REPLACE MACRO unscoped.amount_mark(found_entity, found_amount) AS
    CAST(hash(found_entity, found_amount) >> 32 AS UINTEGER)

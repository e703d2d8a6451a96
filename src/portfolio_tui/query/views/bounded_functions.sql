-- title: Functions that make or compare long values, kept short
-- description: A single call of such a function neither heeds the memory limit nor can be stopped, so these stand
--   before the engine's own of the same name and refuse what would be too long. The refusal stands within the
--   argument, for the engine works out constant arguments beforehand, whatever stands around the call.
CREATE OR REPLACE MACRO main.repeat(value, times) AS system.main.repeat(
    value,
    CASE
        WHEN times > 0 AND CAST(times AS DOUBLE) * greatest(strlen(CAST(value AS VARCHAR)), 1) > 100000
            THEN error('repeat makes at most 100,000 characters. Repeat it less often.')
        ELSE times
    END
);

CREATE OR REPLACE MACRO main.lpad(value, width, filler) AS system.main.lpad(
    value,
    CASE WHEN width > 100000 THEN error('lpad makes at most 100,000 characters. Make it narrower.') ELSE width END,
    filler
);

CREATE OR REPLACE MACRO main.rpad(value, width, filler) AS system.main.rpad(
    value,
    CASE WHEN width > 100000 THEN error('rpad makes at most 100,000 characters. Make it narrower.') ELSE width END,
    filler
);

CREATE OR REPLACE MACRO main.list_resize(list, size) AS system.main.list_resize(
    list,
    CASE WHEN size > 100000 THEN error('list_resize makes at most 100,000 values. Make it shorter.') ELSE size END
),
(list, size, filler) AS system.main.list_resize(
    list,
    CASE WHEN size > 100000 THEN error('list_resize makes at most 100,000 values. Make it shorter.') ELSE size END,
    filler
);

CREATE OR REPLACE MACRO main.array_resize(list, size) AS system.main.array_resize(
    list,
    CASE WHEN size > 100000 THEN error('array_resize makes at most 100,000 values. Make it shorter.') ELSE size END
),
(list, size, filler) AS system.main.array_resize(
    list,
    CASE WHEN size > 100000 THEN error('array_resize makes at most 100,000 values. Make it shorter.') ELSE size END,
    filler
);

CREATE OR REPLACE MACRO main.levenshtein(one, other) AS system.main.levenshtein(
    CASE
        WHEN length(one) * length(other) > 10000000
            THEN error('levenshtein compares texts of a few thousand characters. Shorten them.')
        ELSE one
    END,
    other
);

CREATE OR REPLACE MACRO main.editdist3(one, other) AS system.main.editdist3(
    CASE
        WHEN length(one) * length(other) > 10000000
            THEN error('editdist3 compares texts of a few thousand characters. Shorten them.')
        ELSE one
    END,
    other
);

CREATE OR REPLACE MACRO main.damerau_levenshtein(one, other) AS system.main.damerau_levenshtein(
    CASE
        WHEN length(one) * length(other) > 10000000
            THEN error('damerau_levenshtein compares texts of a few thousand characters. Shorten them.')
        ELSE one
    END,
    other
);

CREATE OR REPLACE MACRO unscoped.as_number(value) AS coalesce(
    TRY_CAST(CAST(value AS VARCHAR) AS DOUBLE),
    epoch(TRY_CAST(CAST(value AS VARCHAR) AS TIMESTAMP)),
    epoch(TRY_CAST(CAST(value AS VARCHAR) AS INTERVAL))
);

CREATE OR REPLACE MACRO main.range(stop) AS system.main.range(
    CASE
        WHEN stop > 1000000
            THEN error('range makes a list of at most 1,000,000 values. In a FROM it makes rows without end.')
        ELSE stop
    END
),
(start, stop) AS system.main.range(
    start,
    CASE
        WHEN CAST(stop AS DOUBLE) - start > 1000000
            THEN error('range makes a list of at most 1,000,000 values. In a FROM it makes rows without end.')
        ELSE stop
    END
),
(start, stop, step) AS system.main.range(
    start,
    CASE
        WHEN
            (unscoped.as_number(stop) - unscoped.as_number(start)) / nullif(unscoped.as_number(step), 0) > 1000000
            THEN error('range makes a list of at most 1,000,000 values. In a FROM it makes rows without end.')
        ELSE stop
    END,
    step
);

CREATE OR REPLACE MACRO main.generate_series(stop) AS system.main.generate_series(
    CASE
        WHEN stop > 1000000
            THEN error('generate_series makes a list of at most 1,000,000 values. In a FROM it makes rows without end.')
        ELSE stop
    END
),
(start, stop) AS system.main.generate_series(
    start,
    CASE
        WHEN CAST(stop AS DOUBLE) - start > 1000000
            THEN error('generate_series makes a list of at most 1,000,000 values. In a FROM it makes rows without end.')
        ELSE stop
    END
),
(start, stop, step) AS system.main.generate_series(
    start,
    CASE
        WHEN
            (unscoped.as_number(stop) - unscoped.as_number(start)) / nullif(unscoped.as_number(step), 0) > 1000000
            THEN error('generate_series makes a list of at most 1,000,000 values. In a FROM it makes rows without end.')
        ELSE stop
    END,
    step
)

"""The words of the engine's SQL that the editor knows: what it colors, offers and must quote."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KEYWORDS = _words(
    "SELECT FROM WHERE GROUP BY ORDER HAVING QUALIFY LIMIT OFFSET WITH RECURSIVE AS DISTINCT ALL ON USING "
    "JOIN LEFT RIGHT FULL INNER OUTER CROSS SEMI ANTI ASOF POSITIONAL NATURAL LATERAL UNION INTERSECT "
    "EXCEPT AND OR NOT IN IS NULL TRUE FALSE BETWEEN LIKE ILIKE SIMILAR GLOB EXISTS ANY SOME CASE WHEN "
    "THEN ELSE END CAST TRY_CAST INTERVAL DATE ASC DESC NULLS FIRST LAST OVER PARTITION WINDOW ROWS RANGE "
    "UNBOUNDED PRECEDING FOLLOWING CURRENT ROW FILTER WITHIN EXCLUDE REPLACE COLUMNS VALUES PIVOT UNPIVOT "
    "FOR ROLLUP CUBE GROUPING SETS TABLESAMPLE MATERIALIZED VARCHAR INTEGER BIGINT DECIMAL DOUBLE BOOLEAN "
    "TIMESTAMP"
)
"""What SQL that reads is made of, types among it."""

AFTER_TABLE = _words(
    "AS JOIN LEFT RIGHT FULL INNER CROSS SEMI ANTI ASOF POSITIONAL NATURAL ON USING WHERE GROUP ORDER "
    "HAVING QUALIFY WINDOW LIMIT UNION INTERSECT EXCEPT PIVOT UNPIVOT TABLESAMPLE"
)
"""What can come after a table's name, beside another name for it."""

FUNCTIONS = _words(
    "sum count avg min max median mode any_value arg_max arg_min first last list string_agg stddev "
    "variance quantile_cont quantile_disc approx_count_distinct approx_quantile bool_and bool_or count_if "
    "corr histogram row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value "
    "last_value nth_value coalesce nullif greatest least if abs ceil floor round trunc sign sqrt power ln "
    "log exp mod concat concat_ws lower upper trim ltrim rtrim lpad rpad length substring left right "
    "replace reverse starts_with ends_with contains strpos split_part string_split regexp_matches "
    "regexp_extract regexp_replace strip_accents format printf translate levenshtein "
    "jaro_winkler_similarity date_trunc date_part date_diff date_add date_sub extract year quarter month "
    "week day dayofweek dayname monthname last_day make_date strftime strptime try_strptime to_days "
    "to_months to_years list_contains list_sort list_distinct list_filter list_transform len unnest range "
    "generate_series to_json typeof hash md5 fiscal_year"
)
"""Functions that questions about contracts and spend need; the fence lets each of them through."""

RESERVED = frozenset(
    _words(
        "ALL ANALYSE ANALYZE AND ANTI ANY ARRAY AS ASC ASOF ASYMMETRIC AT AUTHORIZATION BINARY BOTH BY CASE "
        "CAST CHECK COLLATE COLLATION COLUMN COLUMNS CONCURRENTLY CONSTRAINT CREATE CROSS DEFAULT DEFERRABLE "
        "DESC DESCRIBE DISTINCT DO ELSE END EXCEPT FALSE FETCH FOR FOREIGN FREEZE FROM FULL GENERATED GLOB "
        "GROUP HAVING ILIKE IN INITIALLY INNER INTERSECT INTO IS ISNULL JOIN LAMBDA LATERAL LEADING LEFT "
        "LIKE LIMIT MAP NATURAL NOT NOTNULL NULL OFFSET ON ONLY OR ORDER OUTER OVERLAPS PIVOT PIVOT_LONGER "
        "PIVOT_WIDER PLACING POSITIONAL PRIMARY QUALIFY REFERENCES RETURNING RIGHT SELECT SEMI SHOW SIMILAR "
        "SOME STRUCT SUMMARIZE SYMMETRIC TABLE TABLESAMPLE THEN TO TRAILING TRUE TRY_CAST TUPLE UNION UNIQUE "
        "UNPACK UNPIVOT USING VARIADIC VERBOSE WHEN WHERE WINDOW WITH"
    )
)
"""Words that name a table or a column only between quotes."""

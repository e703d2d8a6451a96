"""What may be in SQL and what may not: the lists that the fence goes by."""

NODES = frozenset(
    {
        "SELECT_NODE",
        "SET_OPERATION_NODE",
        "RECURSIVE_CTE_NODE",
        "ORDER_MODIFIER",
        "LIMIT_MODIFIER",
        "DISTINCT_MODIFIER",
        "BASE_TABLE",
        "SUBQUERY",
        "JOIN",
        "TABLE_FUNCTION",
        "EXPRESSION_LIST",
        "EMPTY",
        "PIVOT",
        "SHOW_REF",
        "ORDER_DEFAULT",
        "ASCENDING",
        "DESCENDING",
    }
)
"""The kinds of nodes and modifiers a query may be made of."""

EXPRESSIONS = frozenset(
    {
        "AGGREGATE",
        "BETWEEN",
        "CASE",
        "CAST",
        "COLLATE",
        "COLUMN_REF",
        "COMPARISON",
        "CONJUNCTION",
        "CONSTANT",
        "DEFAULT",
        "FUNCTION",
        "LAMBDA",
        "LAMBDA_REF",
        "OPERATOR",
        "PARAMETER",
        "POSITIONAL_REFERENCE",
        "STAR",
        "SUBQUERY",
        "TYPE",
        "WINDOW",
    }
)
"""The classes of expressions a query may hold; each has types of its own, all of which only reckon."""

TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree"})
"""The functions that may stand in a FROM: those that make rows from their arguments alone."""

SCHEMAS = ("", "main", "unscoped")
"""The schemas whose tables and functions SQL may name."""

CLOCK = frozenset(
    {
        "ago",
        "current_date",
        "current_localtime",
        "current_localtimestamp",
        "current_time",
        "current_timestamp",
        "get_current_time",
        "get_current_timestamp",
        "localtime",
        "localtimestamp",
        "now",
        "today",
        "transaction_timestamp",
    }
)
"""Functions and bare words that tell the time."""

CHANCE = frozenset({"gen_random_uuid", "random", "setseed", "uuid", "uuidv4", "uuidv7"})
"""Functions that answer differently each time."""

ENGINE = frozenset(
    {
        "col_description",
        "currval",
        "format_pg_type",
        "format_type",
        "get_block_size",
        "getenv",
        "in_search_path",
        "json_deserialize_sql",
        "json_execute_serialized_sql",
        "json_serialize_plan",
        "json_serialize_sql",
        "map_to_pg_oid",
        "nextval",
        "obj_description",
        "parse_duckdb_log_message",
        "setval",
        "shobj_description",
        "sleep_ms",
        "stats",
        "txid_current",
        "user",
        "vector_type",
        "version",
        "which_secret",
        "write_log",
    }
)
"""Functions that ask about the engine or change it."""

ENGINE_PREFIXES = ("current_", "duckdb_", "has_", "inet_", "pg_", "pragma_", "read_", "session_")
"""What the names of more such functions start with."""

ENGINE_WORDS = frozenset(
    {"current_catalog", "current_role", "current_schema", "current_user", "session_user", "user"}
)
"""Such functions that stand without parentheses, as a column would."""

CRASHING = frozenset(
    {
        "cast_to_type",
        "combine",
        "create_sort_key",
        "finalize",
        "index_key",
        "json_contains",
        "remap_struct",
        "to_aggregate_state",
    }
)
"""Functions that the engine keeps for itself, or that end the program on values made for it (deep JSON)."""

CRASHING_PREFIXES = ("__", "variant_")
"""What the names of more such functions start with."""

CRASHING_TYPES = frozenset({"variant", "aggregate_state"})
"""Types that no portfolio has, and whose casts end the program on values made for it."""

PATTERNED = frozenset({"format", "printf"})
"""Functions that lay values out by a pattern, however wide it says."""

SYSTEM_TABLES = ("duckdb_", "pg_", "pragma_", "sqlite_", "information_schema")
"""What the names of the engine's own tables start with."""

"""The fence around SQL: one statement that reads the portfolio's tables, and nothing else.

The engine's settings keep SQL from other files, the network and the settings themselves; this module, before
anything runs, refuses what those settings would let through. It walks the statement as the engine parsed it,
against lists of what may be there: whatever is not on a list is refused.
"""

import json
from collections.abc import Collection, Iterator
from typing import Any

import duckdb

from portfolio_tui.query.errors import FenceError
from portfolio_tui.query.nearest import or_nearest

READS_ONLY = "SQL here only reads the portfolio: one SELECT, and no statement that writes or sets anything."

_NODES = frozenset(
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

_EXPRESSIONS = frozenset(
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

_CLOCK = frozenset(
    {
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
_CHANCE = frozenset({"gen_random_uuid", "random", "setseed", "uuid", "uuidv4", "uuidv7"})
_ENGINE = frozenset(
    {
        "currval",
        "getenv",
        "json_deserialize_sql",
        "json_execute_serialized_sql",
        "json_serialize_plan",
        "nextval",
        "setval",
        "sleep_ms",
        "stats",
        "txid_current",
        "vector_type",
        "version",
        "which_secret",
        "write_log",
    }
)
_ENGINE_PREFIXES = ("current_", "duckdb_", "has_", "pg_", "pragma_", "read_", "session_")
_SYSTEM_TABLES = ("duckdb_", "pg_", "pragma_", "sqlite_", "information_schema")
_SCHEMAS = ("", "main", "unscoped")


def refuses_function(name: str) -> bool:
    """Tell whether the fence refuses the function called `name`, in a SELECT or in a FROM."""
    known = name.lower()
    if known in _CLOCK or known in _CHANCE or known in _ENGINE:
        return True
    return known.startswith(_ENGINE_PREFIXES) and known != "pg_typeof"


def check_statement(cursor: duckdb.DuckDBPyConnection, sql: str, tables: Collection[str]) -> None:
    """Refuse `sql` unless it is one statement that only reads `tables`, whose names are in lower case.

    Nothing of it runs: `cursor` only parses. Raises FenceError, with what is refused and what to do.
    """
    (answer,) = cursor.execute("SELECT json_serialize_sql($sql)", {"sql": sql}).fetchall()[0]
    parsed = json.loads(answer)
    if parsed["error"]:
        raise FenceError(_in_words(sql, parsed))
    if len(parsed["statements"]) != 1:
        raise FenceError(f"There are {len(parsed['statements'])} statements; write one. {READS_ONLY}")
    named = frozenset(_names_of_ctes(parsed))
    for node in _nodes(parsed["statements"][0]):
        _check_node(node)
        if node.get("type") == "BASE_TABLE":
            _check_table(node, tables, named)


def _in_words(sql: str, parsed: dict[str, Any]) -> str:
    message = str(parsed.get("error_message", "")).rstrip("!")
    if "Only SELECT" not in message:
        position = parsed.get("position")
        return _with_caret(sql, message, int(position)) if position is not None else message
    if "pivot" in sql.lower():
        return f"A PIVOT names its values here: PIVOT … ON column IN ('a', 'b') USING … {READS_ONLY}"
    return READS_ONLY


def _with_caret(sql: str, message: str, position: int) -> str:
    """Return `message` with the line it is about and a caret below the place, as the engine's own errors."""
    before = sql.encode()[:position].decode(errors="ignore")
    number, line_start = before.count("\n") + 1, before.rfind("\n") + 1
    line = sql[line_start:].split("\n", maxsplit=1)[0]
    start = f"LINE {number}: "
    return f"{message}\n\n{start}{line}\n{' ' * (len(start) + len(before) - line_start)}^"


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object within `value`, itself included, however deep."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _names_of_ctes(parsed: object) -> Iterator[str]:
    for node in _nodes(parsed):
        common = node.get("cte_map")
        for entry in common.get("map", []) if isinstance(common, dict) else []:
            yield str(entry["key"]).lower()


def _check_node(node: dict[str, Any]) -> None:
    if "info_type" in node:
        raise FenceError(READS_ONLY)
    kind, expression = node.get("type"), node.get("class")
    if expression is not None and expression not in _EXPRESSIONS:
        raise FenceError(f"{str(expression).replace('_', ' ').lower()} is refused. {READS_ONLY}")
    if isinstance(kind, str) and expression is None and kind not in _NODES:
        word = kind.removesuffix("_QUERY_NODE").replace("_", " ")
        raise FenceError(f"{word} is refused. {READS_ONLY}")
    if kind == "TABLE_FUNCTION":
        _check_table_function(node)
    elif kind == "SHOW_REF":
        _check_show(node)
    elif expression in {"FUNCTION", "WINDOW"}:
        _check_function(str(node.get("function_name", "")).lower())
    elif expression == "COLUMN_REF" and len(node.get("column_names", [])) == 1:
        _check_bare_clock(str(node["column_names"][0]).lower())


def _check_table_function(node: dict[str, Any]) -> None:
    function = node.get("function", {})
    name = str(function.get("function_name", "")).lower()
    if name not in TABLE_FUNCTIONS:
        raise FenceError(
            f"{name}(…) is refused in a FROM: SQL here reads the portfolio's tables alone. "
            f"Functions that may stand there: {', '.join(sorted(TABLE_FUNCTIONS))}."
        )


def _check_show(node: dict[str, Any]) -> None:
    if node.get("query") is None and str(node.get("table_name", "")).strip('"') != "tables":
        raise FenceError("SHOW is refused but for SHOW TABLES; DESCRIBE a table to see its columns.")


def _check_function(name: str) -> None:
    _check_clock(name)
    if name in _CHANCE:
        raise FenceError(f"{name}() is refused: it is different each time, so nothing could be traced.")
    if refuses_function(name):
        raise FenceError(f"{name}() is refused: it asks about the engine, not about the portfolio.")


def _check_clock(name: str) -> None:
    if name in _CLOCK:
        raise FenceError(f"{name} is refused: nothing here reads the clock. Use $as_of, the as-of date.")


def _check_bare_clock(name: str) -> None:
    """Refuse the words that tell the time without parentheses; other names may well be columns."""
    if name.startswith(("current_", "localtime")):
        _check_clock(name)


def _check_table(node: dict[str, Any], tables: Collection[str], named: Collection[str]) -> None:
    name, schema = str(node.get("table_name", "")), str(node.get("schema_name", "")).lower()
    known = name.lower()
    if schema not in _SCHEMAS or node.get("catalog_name") or known.startswith(_SYSTEM_TABLES):
        full = ".".join(part for part in (node.get("catalog_name"), schema, name) if part)
        raise FenceError(f"{full} is refused: SQL here reads the portfolio's tables alone.")
    if known not in tables and (schema or known not in named):
        raise FenceError(f"There is no table {name!r}. {or_nearest(name, tables)}")

"""The fence around SQL: one statement that reads the portfolio's tables, and nothing else.

The engine's settings keep SQL from other files, the network and the settings themselves; this module, before
anything runs, refuses what those settings would let through. It walks the statement as the engine parsed it,
against lists of what may be there: whatever is not on a list is refused.
"""

import json
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

import duckdb

from portfolio_tui.query import fence_lists as lists
from portfolio_tui.query.errors import FenceError
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.query.statement_text import in_parentheses, with_caret

READS_ONLY = "SQL here only reads the portfolio: one SELECT, and no statement that writes or sets anything."
TABLE_FUNCTIONS = lists.TABLE_FUNCTIONS

LONGEST = 200_000
"""How many characters of SQL are read; a list of 10,000 ids takes about half as many."""
_DEEPEST = 1_000
_MOST_PARTS = 50_000
_MOST_COLUMNS = 2_000
_MOST_JOINED = 500
_LONGEST_NAME = 20
"""How many brackets may stand in one another, and how many parts, columns of one SELECT, SELECTs of one UNION
and parts of one dotted name there may be: beyond, the engine's planner neither ends nor can be stopped."""

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_PLACES = re.compile(r'"query_location(?:_length)?":\d+,?|"named_param_map":\[[^\]]*\]')
_TOO_DEEP = "the SQL is nested too deep to be read. Name its inner parts in a WITH and build on those."


def refuses_function(name: str) -> bool:
    """Tell whether the fence refuses the function called `name`, in a SELECT or in a FROM."""
    known = name.lower()
    if known in lists.CLOCK or known in lists.CHANCE or known in lists.ENGINE or known in lists.CRASHING:
        return True
    prefixes = (*lists.ENGINE_PREFIXES, *lists.CRASHING_PREFIXES)
    return known.startswith(prefixes) and known != "pg_typeof"


def check_statement(cursor: duckdb.DuckDBPyConnection, sql: str, tables: Collection[str]) -> None:
    """Refuse `sql` unless it is one statement that only reads `tables`, whose names are in lower case.

    Nothing of it runs: `cursor` only parses. Raises FenceError, with what is refused and what to do.
    """
    _check_text(sql)
    answer = _parse(cursor, sql)
    try:
        parsed = json.loads(answer)
    except RecursionError as error:
        raise FenceError(_TOO_DEEP) from error
    if parsed["error"]:
        raise FenceError(_in_words(sql, parsed))
    if not parsed["statements"]:
        raise FenceError(f"There is no statement. {READS_ONLY}")
    if len(parsed["statements"]) != 1:
        raise FenceError(f"There are {len(parsed['statements'])} statements; write one. {READS_ONLY}")
    nodes = list(islice(_nodes(parsed["statements"][0]), _MOST_PARTS + 1))
    if len(nodes) > _MOST_PARTS:
        raise FenceError(f"The SQL has more than {_MOST_PARTS:,} parts. Shorten it.")
    named = frozenset(
        str(entry["key"]).lower() for node in nodes for entry in (node.get("cte_map") or {}).get("map", ())
    )
    for node in nodes:
        _check_sizes(node)
        _check_node(node)
        if node.get("type") == "BASE_TABLE":
            _check_table(node, tables, named)
    _check_parentheses(cursor, sql, answer)


def _parse(cursor: duckdb.DuckDBPyConnection, sql: str) -> str:
    ((answer,),) = cursor.execute("SELECT json_serialize_sql($sql)", {"sql": sql}).fetchall()
    return str(answer)


def _check_text(sql: str) -> None:
    """Refuse text that parser and planner would not come to an end with, and characters nobody can see."""
    if len(sql) > LONGEST:
        raise FenceError(f"The SQL has {len(sql):,} characters; {LONGEST:,} are read at most. Shorten it.")
    unseen = _INVISIBLE.search(sql)
    if unseen is not None:
        line = sql.count("\n", 0, unseen.start()) + 1
        code = f"U+{ord(unseen[0]):04X}"
        raise FenceError(f"Line {line} of the SQL has a character that cannot be seen ({code}). Remove it.")
    depth = 0
    for bracket in re.findall(r"[(\[{}\])]", sql):
        depth += 1 if bracket in "([{" else -1
        if depth > _DEEPEST:
            raise FenceError(_TOO_DEEP)


def _check_parentheses(cursor: duckdb.DuckDBPyConnection, sql: str, answer: str) -> None:
    """Refuse text that would read otherwise in the parentheses that are put around it when it runs.

    Plain text that is one statement to its last letter reads the same: nothing of it is cut off.
    """
    if sql.isascii() and ";" not in sql:
        return
    alone = _PLACES.sub("", answer)
    around = _PLACES.sub("", _parse(cursor, f"FROM {in_parentheses('SELECT 1')}"))
    simple = _PLACES.sub("", _parse(cursor, "SELECT 1"))
    within = _PLACES.sub("", _parse(cursor, f"FROM {in_parentheses(sql)}"))
    if within != around.replace(_statement(simple), _statement(alone)):
        raise FenceError(f"The SQL reads otherwise in parentheses than alone. {READS_ONLY}")


def _statement(answer: str) -> str:
    """Return the one statement in the parser's `answer`, without the list that it stands in."""
    return answer.removeprefix('{"error":false,"statements":[').removesuffix("]}")


def _in_words(sql: str, parsed: dict[str, Any]) -> str:
    message = str(parsed.get("error_message", "")).rstrip("!")
    if "expression depth" in message:
        return _TOO_DEEP
    if "Only SELECT" not in message:
        position = parsed.get("position")
        return with_caret(sql, message, int(position)) if position is not None else message
    if "pivot" in sql.lower():
        return f"A PIVOT names its values here: PIVOT … ON column IN ('a', 'b') USING … {READS_ONLY}"
    return READS_ONLY


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


def _check_sizes(node: dict[str, Any]) -> None:
    if len(node.get("select_list") or ()) > _MOST_COLUMNS:
        raise FenceError(f"A SELECT names more than {_MOST_COLUMNS:,} columns. Name fewer.")
    if len(node.get("children") or ()) > _MOST_JOINED and node.get("type") == "SET_OPERATION_NODE":
        raise FenceError(f"A UNION joins more than {_MOST_JOINED} SELECTs. Join fewer.")
    if len(node.get("column_names") or ()) > _LONGEST_NAME:
        raise FenceError(f"A name has more than {_LONGEST_NAME} parts with dots between. Shorten it.")


def _check_node(node: dict[str, Any]) -> None:
    if "info_type" in node:
        raise FenceError(READS_ONLY)
    kind, expression = node.get("type"), node.get("class")
    if expression is not None and expression not in lists.EXPRESSIONS:
        raise FenceError(f"{str(expression).replace('_', ' ').lower()} is refused. {READS_ONLY}")
    if isinstance(kind, str) and expression is None and kind not in lists.NODES:
        word = kind.removesuffix("_QUERY_NODE").replace("_", " ")
        raise FenceError(f"{word} is refused. {READS_ONLY}")
    if kind == "TABLE_FUNCTION":
        _check_table_function(node)
    elif kind == "SHOW_REF":
        _check_show(node)
    elif expression in {"FUNCTION", "WINDOW"}:
        _check_function(node)
    elif expression == "TYPE" and str(node.get("type_name", "")).lower() in lists.CRASHING_TYPES:
        raise FenceError(f"The type {str(node['type_name']).upper()} is refused: no portfolio has it.")
    elif expression == "COLUMN_REF" and len(node.get("column_names", [])) == 1:
        _check_bare_word(str(node["column_names"][0]).lower())


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


def _check_function(node: dict[str, Any]) -> None:
    name = str(node.get("function_name", "")).lower()
    _check_clock(name)
    if name == "age" and len(node.get("arguments", [])) == 1:
        raise FenceError("age of one date is refused: nothing here reads the clock. Write age($as_of, date).")
    if name in lists.CHANCE:
        raise FenceError(f"{name}() is refused: it is different each time, so nothing could be traced.")
    if name in lists.CRASHING or name.startswith(lists.CRASHING_PREFIXES) or node.get("export_state"):
        raise FenceError(f"{name}() is refused: the engine keeps it for itself, or may not survive it.")
    if refuses_function(name):
        raise FenceError(f"{name}() is refused: it asks about the engine, not about the portfolio.")
    if name in lists.PATTERNED:
        _check_pattern(name, node)
    if not name.isidentifier() and not node.get("is_operator"):
        raise FenceError(f'"{name}"(…) is refused: write {name} between its operands.')
    if node.get("catalog") or str(node.get("schema") or "").lower() not in lists.SCHEMAS:
        raise FenceError(f"{name}() is refused with a schema before its name. Write {name}().")


def _check_pattern(name: str, node: dict[str, Any]) -> None:
    """Refuse patterns that ask for endless widths, or that are not there to be read."""
    pattern: dict[str, Any] = next((given["expression"] for given in node.get("arguments", [])), {})
    text = str(pattern.get("literal", {}).get("text", ""))
    if pattern.get("class") != "CONSTANT" or re.search(r"\d{4}|\*|{[^}]*{", text):
        raise FenceError(f"{name}() is refused but with a pattern that is plain text, of widths below 1000.")


def _check_clock(name: str) -> None:
    if name in lists.CLOCK:
        raise FenceError(f"{name} is refused: nothing here reads the clock. Use $as_of, the as-of date.")


def _check_bare_word(name: str) -> None:
    """Refuse the words that need no parentheses to ask the time or the engine; others are columns."""
    if name.startswith(("current_", "localtime")):
        _check_clock(name)
    if name in lists.ENGINE_WORDS:
        raise FenceError(
            f"{name} is refused: alone it asks about the engine. Write its table before it if it is a column."
        )


def _check_table(node: dict[str, Any], tables: Collection[str], named: Collection[str]) -> None:
    name, schema = str(node.get("table_name", "")), str(node.get("schema_name", "")).lower()
    known = name.lower()
    if schema not in lists.SCHEMAS or node.get("catalog_name") or known.startswith(lists.SYSTEM_TABLES):
        full = ".".join(part for part in (node.get("catalog_name"), schema, name) if part)
        raise FenceError(f"{full} is refused: SQL here reads the portfolio's tables alone.")
    if node.get("at_clause"):
        raise FenceError(f"AT after {name} is refused: a portfolio has one version, the one that lies there.")
    if known in tables:
        return
    if schema or known not in named:
        raise FenceError(f"There is no table {name!r}. {or_nearest(name, tables)}")
    # Where its WITH does not reach, the engine would take such a name for that of a file.
    if re.search(r"[./\\:*?]", name):
        raise FenceError(f"{name!r} is refused: a name in a WITH has no dots, slashes or colons here.")

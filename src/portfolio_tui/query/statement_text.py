"""The text of a statement: put in parentheses, and shown with a caret under a mistake."""

import unicodedata

import duckdb

_SHOWN_AROUND = 80


def without_semicolon(sql: str) -> str:
    """Return the one statement of `sql` without semicolons around it, so that it can stand in parentheses."""
    text = sql.encode()
    start, begun = 0, False
    for place, kind in duckdb.tokenize(sql):
        if kind == duckdb.token_type.operator and text[place : place + 1] == b";":
            if begun:
                return text[start:place].decode()
            start = place + 1
        elif kind != duckdb.token_type.comment:
            begun = True
    return text[start:].decode()


def in_parentheses(sql: str) -> str:
    """Return the one statement of `sql` as what can stand in a FROM, on lines of its own."""
    return f"(\n{without_semicolon(sql)}\n) AS result"


def with_caret(sql: str, message: str, position: int) -> str:
    """Return `message` with the line it is about and a caret below the place, as the engine's own errors."""
    before = sql.encode()[:position].decode(errors="ignore")
    number, line_start = before.count("\n") + 1, before.rfind("\n") + 1
    left = before[line_start:]
    right = sql[len(before) :].split("\n", maxsplit=1)[0]
    if len(left) > _SHOWN_AROUND:
        left = f"…{left[-_SHOWN_AROUND:]}"
    if len(right) > _SHOWN_AROUND:
        right = f"{right[:_SHOWN_AROUND]}…"
    start = f"LINE {number}: {left}"
    return f"{message}\n\n{start}{right}\n{' ' * _cells(start)}^"


def _cells(text: str) -> int:
    """Return how many cells `text` takes in a terminal: wide characters two, marks above letters none."""
    wide = sum(unicodedata.east_asian_width(character) in {"W", "F"} for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)

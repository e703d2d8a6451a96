"""Nested values as JSON text in which decimals keep every digit, which `json.dumps` would not let them."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal


def json_text(value: object, indent: int = 0) -> str:
    """Return lists, mappings and what they hold as JSON: on one line, or with `indent` blanks a level."""
    return _written(value, indent, 1)


def _written(value: object, indent: int, level: int) -> str:
    if isinstance(value, Mapping):
        pairs = (
            f"{json.dumps(_name(key), ensure_ascii=False)}: {_written(held, indent, level + 1)}"
            for key, held in value.items()
        )
        return _enclosed("{", pairs, "}", indent, level)
    if isinstance(value, list | tuple):
        return _enclosed("[", (_written(held, indent, level + 1) for held in value), "]", indent, level)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    return json.dumps(_simple(value), ensure_ascii=False)


def _enclosed(opening: str, parts: Iterable[str], closing: str, indent: int, level: int) -> str:
    written = list(parts)
    if not indent or not written:
        return f"{opening}{', '.join(written)}{closing}"
    margin = "\n" + " " * indent * level
    return f"{opening}{margin}{f',{margin}'.join(written)}\n{' ' * indent * (level - 1)}{closing}"


def _name(key: object) -> str:
    return key if isinstance(key, str) else str(_simple(key))


def _simple(value: object) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)

"""Reads JSON objects into flat cells of text, numbers as they are written and nested names with dots."""

import json
from collections.abc import Callable, Iterator


class RepeatedNameError(ValueError):
    """A record that has a name twice, of which one would silently be lost; its message says which."""


class _RepeatedNames(dict[str, object]):
    """An object that was written with a name twice."""


class _Number(str):
    """A number as it is written, so that no digit of an amount is lost."""

    __slots__ = ()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _RepeatedNames(found)


def decoder() -> json.JSONDecoder:
    """Return a decoder that keeps numbers as they are written and allows line ends within texts."""
    number: Callable[[str], object] = _Number
    return json.JSONDecoder(
        object_pairs_hook=_object,
        parse_float=number,
        parse_int=number,
        parse_constant=number,
        strict=False,
    )


def flat_cells(record: dict[str, object]) -> dict[str, str | None]:
    """Return the text of each value by its name; `fields.title` is the title within fields, lists are JSON.

    Raises RepeatedNameError when a name stands there twice.
    """
    cells: dict[str, str | None] = {}
    for name, text in _flat(record, ""):
        if name in cells:
            raise RepeatedNameError(f'has the name "{name}" twice')
        cells[name] = text
    return cells


def has_repeated_names(value: object) -> bool:
    """Tell whether `value` is an object that was written with a name twice; only the last is held."""
    return isinstance(value, _RepeatedNames)


def _flat(record: dict[str, object], path: str) -> Iterator[tuple[str, str | None]]:
    if has_repeated_names(record):
        raise RepeatedNameError(f"has a name twice in {path.rstrip('.') or 'the record'}")
    for name, value in record.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", _text(value)


def _text(value: object) -> str | None:
    match value:
        case None:
            return None
        case str():
            return str(value)
        case bool():
            return "true" if value else "false"
        case _:
            return json_written(value)


def json_written(value: object) -> str:
    """Write a value that `decoder` read as compact JSON, its numbers as they stood there."""
    match value:
        case dict():
            pairs = (
                f"{json.dumps(name, ensure_ascii=False)}:{json_written(item)}" for name, item in value.items()
            )
            return "{" + ",".join(pairs) + "}"
        case list():
            return "[" + ",".join(json_written(item) for item in value) + "]"
        case _Number():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)

"""What null says in a release: it takes away what earlier releases said, a whole object or list as well.

The library of the standard takes single values away; of an object or a list it leaves the parts.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from portfolio_tui.sources.ocds.shapes import CONTRACT, RELEASE, TRANSACTION, Json, Shape

_Path = tuple[object, ...]

_CONTRACT: Final[Shape] = {**CONTRACT, "implementation": {"transactions": (TRANSACTION,)}}
_WHOLE: Final[Shape] = {**RELEASE, "contracts": (_CONTRACT,)}


def without_nulls(value: object) -> object:
    """Return what merging a single release leaves of it: all but nulls, and lists and objects of nothing."""
    if isinstance(value, dict):
        parts = {name: without_nulls(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part is not None and part not in ({}, [])}
    if isinstance(value, list):
        return [item for item in map(without_nulls, value) if item not in (None, {}, [])]
    return value


def without_taken_away(merged: dict[Any, Any], release: Json) -> dict[Any, Any]:
    """Return what was merged, by the path to each value, less what a release takes away of it as a whole."""
    gone = set(_taken_away(release, _WHOLE, ()))
    if not gone:
        return merged
    return {path: value for path, value in merged.items() if gone.isdisjoint(_above(path))}


def _above(path: _Path) -> Iterator[_Path]:
    return (path[:length] for length in range(1, len(path)))


def _taken_away(value: object, shape: Shape, path: _Path) -> Iterator[_Path]:
    """Yield the path to each object and list of which `value` says null; objects in lists go by their ids."""
    if isinstance(shape, tuple) and isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield from _taken_away(item, shape[0], (*path, item.get("id")))
    elif isinstance(shape, Mapping) and isinstance(value, dict):
        for name, part in shape.items():
            if isinstance(part, str) or name not in value:
                continue
            if value[name] is None:
                yield (*path, name)
            else:
                yield from _taken_away(value[name], part, (*path, name))

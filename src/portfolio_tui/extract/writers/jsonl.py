"""JSON lines: one object a row, with every digit of its numbers; what is no number (NaN) is null."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from portfolio_tui.extract.writers.writer import OnRows
    from portfolio_tui.query.running_query import ResultColumn, RunningQuery

NAME = "jsonl"
SUFFIX = ".jsonl"
IS_TEXT = True

_ROWS_AT_ONCE = 8_192
_NO_NUMBERS = (b"NaN", b"Infinity")
_STRING_OR_NO_NUMBER = re.compile(rb'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)')


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write one object a line to `sink` and return how many there were."""
    written = 0
    for rows, objects in json_objects(query, columns, "", "\n"):
        sink.write(objects)
        written += rows
        on_rows(written)
    return written


def json_objects(
    query: "RunningQuery", columns: "Sequence[ResultColumn]", before: str, after: str
) -> Iterator[tuple[int, bytes]]:
    """Yield the rows, so many at once: how many there are, and their objects with what stands around each."""
    names = [column.name for column in columns]
    for rows, objects in query.json_objects(names, before, after, _ROWS_AT_ONCE):
        yield rows, _strict(bytes(objects))


def _strict(objects: bytes) -> bytes:
    """Return `objects` as JSON knows them: without NaN and Infinity."""
    if any(text in objects for text in _NO_NUMBERS):
        return _STRING_OR_NO_NUMBER.sub(_null_for_no_number, objects)
    return objects


def _null_for_no_number(found: re.Match[bytes]) -> bytes:
    return found[0] if found[0].startswith(b'"') else b"null"

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
_STRING_OR_NO_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)')


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write one object a line to `sink` and return how many there were."""
    rows = 0
    for objects in json_objects(query, columns):
        sink.write("".join(f"{text}\n" for text in objects).encode())
        rows += len(objects)
        on_rows(rows)
    return rows


def json_objects(query: "RunningQuery", columns: "Sequence[ResultColumn]") -> Iterator[list[str]]:
    """Yield the rows, so many at once, each as a JSON object on one line."""
    from portfolio_tui.query.running_query import OutputColumn

    chosen = [OutputColumn(column.name) for column in columns]
    for objects in query.json_lines(chosen, _ROWS_AT_ONCE):
        yield [_strict(text) for text in objects]


def _strict(text: str) -> str:
    """Return the object `text` as JSON knows it: without NaN and Infinity."""
    if "NaN" in text or "Infinity" in text:
        return _STRING_OR_NO_NUMBER.sub(_null_for_no_number, text)
    return text


def _null_for_no_number(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else "null"

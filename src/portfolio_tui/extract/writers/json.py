"""JSON: one array with an object a row, with every digit of its numbers; what is no number (NaN) is null."""

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.extract.writers.writer import OnRows
    from portfolio_tui.query.running_query import ResultColumn, RunningQuery

NAME = "json"
SUFFIX = ".json"
IS_TEXT = True


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write the array to `sink`, each object on a line, and return how many objects there were."""
    from portfolio_tui.extract.writers.jsonl import json_objects

    rows = 0
    sink.write(b"[")
    for objects in json_objects(query, columns):
        lines = ",\n".join(objects)
        sink.write(f"{',' if rows else ''}\n{lines}".encode())
        rows += len(objects)
        on_rows(rows)
    sink.write(b"\n]\n" if rows else b"]\n")
    return rows

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

    written = 0
    sink.write(b"[")
    for rows, objects in json_objects(query, columns, ",\n", ""):
        sink.write(objects if written else objects[1:])  # no comma stands before the first
        written += rows
        on_rows(written)
    sink.write(b"\n]\n" if written else b"]\n")
    return written

"""Comma-separated values: UTF-8, a header, quotes only where needed, no cell that a spreadsheet would run.

A missing value is nothing at all, an empty text is `""`; nested values are JSON text; numbers are exact.
"""

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.extract.writers.writer import OnRows
    from portfolio_tui.query.running_query import ResultColumn, RunningQuery

NAME = "csv"
SUFFIX = ".csv"
IS_TEXT = True

_ROWS_AT_ONCE = 8_192
_SIGNS_TO_QUOTE = ('"', ",", "\n", "\r")


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write a header and the rows to `sink` and return how many rows there were."""
    from portfolio_tui.extract.writers.writer import spreadsheet_columns

    sink.write(_header([column.name for column in columns]))
    written = 0
    for rows, lines in query.csv_lines(spreadsheet_columns(columns), _ROWS_AT_ONCE):
        sink.write(lines)
        written += rows
        on_rows(written)
    return written


def _header(names: "Sequence[str]") -> bytes:
    from portfolio_tui.query.running_query import harmless

    return f"{','.join(_quoted(harmless(name)) for name in names)}\n".encode()


def _quoted(cell: str) -> str:
    if cell and not any(sign in cell for sign in _SIGNS_TO_QUOTE):
        return cell
    return '"' + cell.replace('"', '""') + '"'

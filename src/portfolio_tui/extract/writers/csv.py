"""Comma-separated values: UTF-8, a header, quotes only where needed, no cell that a spreadsheet would run.

A missing value is nothing at all, an empty text is `""`; nested values are JSON text; numbers are exact.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import pyarrow as pa

    from portfolio_tui.extract.writers.writer import OnRows
    from portfolio_tui.query.running_query import OutputColumn, ResultColumn, RunningQuery

NAME = "csv"
SUFFIX = ".csv"
IS_TEXT = True

_ROWS_AT_ONCE = 8_192
_NEEDS_QUOTES = '[",\r\n]|^$'
_QUOTED_SIGNS = (b'"', b",", b"\r", b"\n")


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write a header and the rows to `sink` and return how many rows there were."""
    sink.write(_header([column.name for column in columns]))
    rows = 0
    for batch in query.batches(_as_text(columns), _ROWS_AT_ONCE):
        sink.write(_lines(batch))
        rows += batch.num_rows
        on_rows(rows)
    return rows


def _as_text(columns: "Sequence[ResultColumn]") -> "list[OutputColumn]":
    from portfolio_tui.extract.writers.writer import spreadsheet_columns
    from portfolio_tui.query.running_query import OutputColumn, Shape

    return [
        OutputColumn(column.name, Shape.TEXT) if column.shape is Shape.PLAIN else column
        for column in spreadsheet_columns(columns)
    ]


def _header(names: Sequence[str]) -> bytes:
    from portfolio_tui.query.running_query import harmless

    cells = [harmless(name) for name in names]
    needed = [not cell or any(sign in cell.encode() for sign in _QUOTED_SIGNS) for cell in cells]
    quoted = [
        '"' + cell.replace('"', '""') + '"' if needs else cell
        for cell, needs in zip(cells, needed, strict=True)
    ]
    return f"{','.join(quoted)}\n".encode()


def _lines(batch: "pa.RecordBatch") -> memoryview:
    """Return the rows of a batch of text columns as lines."""
    import pyarrow.compute as pc

    cells = [_quoted(column) for column in batch.columns]
    missing_is_empty = {"null_handling": "replace", "null_replacement": ""}
    cells[-1] = pc.binary_join_element_wise(cells[-1], "\n", "", **missing_is_empty)
    return _text_of(pc.binary_join_element_wise(*cells, ",", **missing_is_empty))


def _quoted(column: "pa.Array") -> "pa.Array":
    """Return the cells of `column` with quotes around those that need them."""
    import pyarrow.compute as pc

    text = bytes(_text_of(column))
    if not any(sign in text for sign in _QUOTED_SIGNS) and not pc.any(pc.equal(column, "")).as_py():
        return column
    within = pc.replace_substring(column, '"', '""')
    return pc.if_else(
        pc.match_substring_regex(column, _NEEDS_QUOTES),
        pc.binary_join_element_wise('"', within, '"', ""),
        column,
    )


def _text_of(column: "pa.Array") -> memoryview:
    """Return the texts of `column` one behind the other, without copying them."""
    _, offsets, text = column.buffers()
    if text is None:
        return memoryview(b"")
    ends = memoryview(offsets).cast("B").cast("i")
    return memoryview(text)[ends[column.offset] : ends[column.offset + len(column)]]

"""A table to read on a terminal: aligned columns, and no control character of the data reaches the terminal.

Columns are as wide as the first rows need; later rows that are wider are neither cut nor left out. Text,
numbers and dates read as in CSV; a missing value is "—", an empty text nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from portfolio_tui.terminal_text import columns_taken, shown

if TYPE_CHECKING:
    import pyarrow as pa

    from portfolio_tui.extract.writers.writer import OnRows
    from portfolio_tui.query.running_query import ResultColumn, RunningQuery

NAME = "table"
SUFFIX = ".txt"
IS_TEXT = True

MISSING = "—"
_BETWEEN = "  "
_ROWS_MEASURED = 2_048
_WIDEST = 60
"""A text longer than this stands out of its column, so that one long cell does not spread all rows."""

Row = Sequence[str | None]


@dataclass(frozen=True)
class Layout:
    """The width of each column, and whether its cells stand at the right."""

    widths: tuple[int, ...]
    at_right: tuple[bool, ...]

    def line(self, cells: Row) -> str:
        """Return one line of the table."""
        safe = [MISSING if cell is None else shown(cell) for cell in cells]
        return _BETWEEN.join(map(_padded, safe, self.widths, self.at_right)).rstrip(" ")

    def rule(self) -> str:
        """Return the line below the header."""
        return _BETWEEN.join("─" * width for width in self.widths)


def layout_of(header: Sequence[str], rows: Iterable[Row], at_right: Sequence[bool]) -> Layout:
    """Return a layout with room for the header and for the cells of `rows`."""
    columns = zip(*[header, *rows], strict=True)
    return Layout(tuple(map(_width, columns)), tuple(at_right))


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write header, rule and rows to `sink` and return how many rows there were."""
    from portfolio_tui.query.running_query import OutputColumn, Shape

    texts = [
        OutputColumn(column.name, Shape.JSON_TEXT if column.is_nested else Shape.TEXT) for column in columns
    ]
    header, layout, written = [column.name for column in columns], None, 0
    at_right = [column.is_exact_number or column.type in {"FLOAT", "DOUBLE"} for column in columns]
    for batch in query.batches(texts, _ROWS_MEASURED):
        rows = _rows(batch)
        if layout is None:
            layout = layout_of(header, rows, at_right)
            _write_lines(sink, [layout.line(header), layout.rule()])
        _write_lines(sink, map(layout.line, rows))
        written += batch.num_rows
        on_rows(written)
    if layout is None:
        layout = layout_of(header, [], at_right)
        _write_lines(sink, [layout.line(header), layout.rule()])
    return written


def _rows(batch: "pa.RecordBatch") -> list[Row]:
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _write_lines(sink: BinaryIO, lines: Iterable[str]) -> None:
    sink.write("".join(f"{line}\n" for line in lines).encode())


def _width(cells: Iterable[str | None]) -> int:
    return min(_WIDEST, max(columns_taken(MISSING if cell is None else shown(cell)) for cell in cells))


def _padded(text: str, width: int, at_right: bool) -> str:
    missing = " " * (width - columns_taken(text))
    return missing + text if at_right else text + missing

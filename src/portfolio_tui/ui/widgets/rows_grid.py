"""The grid for rows as they are in the files: an Arrow table of any width, drawn where it is in sight.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

from collections.abc import Callable
from typing import ClassVar, Literal

import pyarrow as pa
import pyarrow.compute as pc
from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual_fastdatatable import ArrowBackend, DataTable

from portfolio_tui.ui.figures import MISSING
from portfolio_tui.ui.plain_text import shown

_WIDEST_COLUMN = 40
_NOT_PLAIN_ASCII = r"[^ -~]"


class RowsGrid(DataTable):
    """A grid over a safe Arrow table: Enter shows a whole cell, `s` sorts by its column, again reverses."""

    DEFAULT_CSS = """
    RowsGrid, RowsGrid:dark {
        height: 1fr;
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
    }
    RowsGrid > .datatable--header,
    RowsGrid > .datatable--header-cursor,
    RowsGrid > .datatable--header-hover {
        background: $background;
        color: $text-muted;
        text-style: none;
    }
    RowsGrid > .datatable--header-cursor { color: $text-accent; }
    RowsGrid > .datatable--fixed { background: $background; color: $foreground; }
    RowsGrid > .datatable--hover { background: $primary 8%; }
    RowsGrid > .datatable--cursor { background: $primary 26%; color: $foreground; }
    RowsGrid > .datatable--fixed-cursor { background: $primary 26%; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort_column", "Sort", id="grid.sort", tooltip="Sort by the column under the cursor"),
    ]

    def __init__(
        self, table: pa.Table, show_cell: Callable[[str, str], None], *, fixed_columns: int = 0
    ) -> None:
        """Take the rows, made safe by `safe_table`, what shows a cell's title and text, and columns to keep.

        The first `fixed_columns` stay in sight.
        """
        super().__init__(
            backend=ArrowBackend(table),
            column_labels=[Text(title_of(name)) for name in table.column_names],
            max_column_content_width=_WIDEST_COLUMN,
            fixed_columns=fixed_columns,
            null_rep=MISSING,
            render_markup=False,
        )
        self._show_cell = show_cell
        self._sorted_by: tuple[int, Literal["ascending", "descending"]] | None = None

    def action_sort_column(self) -> None:
        """Sort by the column under the cursor, ascending first."""
        if self.backend is None or not self.row_count:
            return
        column = self.cursor_column
        again = self._sorted_by == (column, "ascending")
        order: Literal["ascending", "descending"] = "descending" if again else "ascending"
        self._sorted_by = (column, order)
        self.sort(by=[(self.backend.columns[column], order)])

    def texts_at_cursor(self) -> list[str]:
        """Return the cells of the row at the cursor as text, an empty one where there is no value."""
        return ["" if value is None else str(value) for value in self.get_row_at(self.cursor_row)]

    @on(DataTable.CellSelected)
    def _show_whole_cell(self, event: DataTable.CellSelected) -> None:
        event.stop()
        title = "" if self.backend is None else title_of(self.backend.columns[event.coordinate.column])
        value: object = event.value
        self._show_cell(title, MISSING if value is None else str(value))


def safe_table(table: pa.Table) -> pa.Table:
    """Return `table` with every text fit for a line of a terminal; call it in a worker thread."""
    for index, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            table = table.set_column(index, field.name, _safe_column(table.column(index)))
    return table


def title_of(name: str) -> str:
    """Return a column's name as its title: "spent_on" is "Spent on"."""
    words = shown(name).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _safe_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    suspect = pc.any(pc.match_substring_regex(column, _NOT_PLAIN_ASCII)).as_py()
    if not suspect:
        return column
    distinct = column.combine_chunks().dictionary_encode()
    if isinstance(distinct, pa.ChunkedArray):
        distinct = distinct.combine_chunks()
    safe = pa.array([None if text is None else shown(text) for text in distinct.dictionary.to_pylist()])
    return pa.chunked_array([pc.take(safe, distinct.indices)])

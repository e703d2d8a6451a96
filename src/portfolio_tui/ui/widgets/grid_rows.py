"""The rows of a result as a grid shows them: an Arrow table left as it is, and the order of its rows.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.widgets.grid_values import (
    WIDEST_CELL,
    GridColumn,
    Kind,
    cell_text,
    kind_of,
    plain,
    title_of,
    whole_text,
)

_WIDEST_TITLE = 20
"""A longer title is cut off where its values are narrower."""

_SAMPLED = 500
"""How many rows tell the width of values that no kernel measures."""

_FLOATS_WITH_EXPONENT = 1e16
"""From here on they are written as 1e+16."""

_WIDTH_OF_DAY, _WIDTH_OF_WORD = 10, 3


@dataclass(frozen=True, eq=False)
class GridRows:
    """The columns and rows of a result; `order` holds the table's row numbers as shown, None as they are."""

    table: pa.Table
    columns: tuple[GridColumn, ...]
    order: pa.Array | None = None

    @property
    def row_count(self) -> int:
        """How many rows there are; none where there is no column to show them in."""
        return int(self.table.num_rows) if self.columns else 0

    def cell(self, row: int, column: int) -> str | None:
        """Return the value at the shown `row` as one safe line; None where there is none."""
        return cell_text(self._value(row, column), self.columns[column])

    def plain(self, row: int, column: int) -> str | None:
        """Return the value at the shown `row` as it is, unsafe and without separators."""
        return plain(self._value(row, column), self.columns[column].kind)

    def whole(self, row: int, column: int) -> str | None:
        """Return the value at the shown `row` whole and safe, a line each for the lines it has."""
        return whole_text(self._value(row, column), self.columns[column])

    def sorted(self, column: int, *, descending: bool) -> "GridRows":
        """Return the rows sorted by a column, in the table's own order among equals, no values last.

        Takes a while for a million rows: call it in a worker thread. Raises UnsortableError.
        """
        values = self.table.column(column)
        if self.columns[column].kind is Kind.TEXT:
            values = pc.utf8_lower(values)
        direction = "descending" if descending else "ascending"
        try:
            order = pc.sort_indices(values, sort_keys=[("", direction, "at_end")])
        except (pa.ArrowException, TypeError) as error:
            raise UnsortableError(self.columns[column].title) from error
        return replace(self, order=order)

    def unsorted(self) -> "GridRows":
        """Return the rows in the table's own order."""
        return replace(self, order=None)

    def _value(self, row: int, column: int) -> pa.Scalar:
        at = row if self.order is None else self.order[row].as_py()
        return self.table.column(column)[at]


class UnsortableError(Exception):
    """The values of a column, named by its title, have no order: lists and the like."""


def grid_rows(table: pa.Table) -> GridRows:
    """Make any Arrow table ready for the grid; columns may share a name. Call it in a worker thread."""
    values = [_plain_values(column) for column in table.columns]
    made = pa.table(values, names=table.column_names) if values else table
    pairs = zip(table.column_names, made.columns, strict=True)
    return GridRows(made, tuple(_column(name, column) for name, column in pairs))


def _plain_values(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the values themselves where a column holds references to a dictionary of them."""
    if pa.types.is_dictionary(column.type):
        return pc.cast(column, column.type.value_type)
    return column


def _column(name: str, values: pa.ChunkedArray) -> GridColumn:
    column = GridColumn(name, title_of(name), kind_of(values.type), 0)
    title_width = min(cell_width(column.title), _WIDEST_TITLE)
    return replace(column, width=max(1, title_width, _widest(values, column)))


def _widest(values: pa.ChunkedArray, column: GridColumn) -> int:
    """Return the cells that the widest value takes, measured by kernels: no value is formatted for it."""
    if column.kind is Kind.BOOLEAN:
        return _WIDTH_OF_WORD
    if pa.types.is_date(values.type):
        return _WIDTH_OF_DAY
    if column.kind is Kind.TEXT:
        longest = pc.max(pc.utf8_length(values)).as_py() or 0
        return min(WIDEST_CELL, max(longest, _widest_of(values.slice(0, _SAMPLED), column)))
    if column.kind in {Kind.WHOLE, Kind.DECIMAL}:
        ends = pc.min_max(values)
        return _widest_of([ends["min"], ends["max"]], column)
    if column.kind is Kind.FLOAT:
        return _widest_float(values)
    return _widest_of(values.slice(0, _SAMPLED), column)


def _widest_float(values: pa.ChunkedArray) -> int:
    longest = pc.max(pc.utf8_length(pc.cast(values, pa.string()))).as_py() or 0
    largest = pc.max(pc.abs(pc.if_else(pc.is_finite(values), values, 0))).as_py() or 0
    separators = f"{largest:,.0f}".count(",") if largest < _FLOATS_WITH_EXPONENT else 0
    return min(WIDEST_CELL, longest + separators)


def _widest_of(values: Sequence[pa.Scalar], column: GridColumn) -> int:
    return max((cell_width(cell_text(value, column) or "") for value in values), default=0)

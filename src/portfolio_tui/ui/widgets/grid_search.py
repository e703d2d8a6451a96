"""Finds the rows of a result that hold a text, in any column or one, without regard to case.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from portfolio_tui.ui.figures import MINUS
from portfolio_tui.ui.widgets.grid_rows import GridRows
from portfolio_tui.ui.widgets.grid_values import NO, YES, GridColumn, Kind, plain

_AT_ONCE = 50_000
"""Rows searched between two looks at whether the search is still wanted."""

_IN_NUMBERS = re.compile(r"[-+.e\d]+|[-+]?(?:inf|nan)", re.IGNORECASE)
_IN_MOMENTS = re.compile(r"[-:.+ TZ\d]+", re.IGNORECASE)


@dataclass(frozen=True)
class Search:
    """A text to find, in the column of that index or in any."""

    text: str
    column: int | None = None

    def text_in(self, column: GridColumn) -> str | None:
        """Return what to look for among plain values of `column`; None where it cannot be among them."""
        if column.is_number:
            digits = re.sub(r"[,\s$]", "", self.text).replace(MINUS, "-")
            return digits.lower() if _IN_NUMBERS.fullmatch(digits) else None
        if column.kind is Kind.MOMENT and not _IN_MOMENTS.fullmatch(self.text):
            return None
        return self.text.lower()

    def finds(self, plain_value: str | None, index: int, column: GridColumn) -> bool:
        """Whether one plain value, of the column with that index, has the text."""
        if plain_value is None or not self.text or self.column not in {None, index}:
            return False
        wanted = self.text_in(column)
        return wanted is not None and wanted in plain_value.lower()


@dataclass(frozen=True, eq=False)
class Matches:
    """The rows that a search found: which of the table, and where they are shown, first to last."""

    in_table: pa.BooleanArray
    shown_at: pa.Array

    @property
    def count(self) -> int:
        """How many rows were found."""
        return len(self.shown_at)

    def number_of(self, row: int) -> int | None:
        """Return the shown `row`'s number among those found, from 1; None where it is not among them."""
        at = bisect_left(self.shown_at, row, key=_as_int)
        return at + 1 if at < self.count and _as_int(self.shown_at[at]) == row else None

    def after(self, row: int) -> int:
        """Return the first found row below `row`, from the top where there is none below."""
        at = bisect_right(self.shown_at, row, key=_as_int)
        return _as_int(self.shown_at[at % self.count])

    def before(self, row: int) -> int:
        """Return the last found row above `row`, from the bottom where there is none above."""
        return _as_int(self.shown_at[bisect_left(self.shown_at, row, key=_as_int) - 1])

    def in_order_of(self, rows: GridRows) -> "Matches":
        """Return the same matches for rows in another order."""
        return Matches(self.in_table, _shown_at(self.in_table, rows))


def find(rows: GridRows, search: Search, is_stale: Callable[[], bool]) -> Matches | None:
    """Search every row; None once `is_stale` says that nobody waits. Call it in a worker thread."""
    searched = range(len(rows.columns)) if search.column is None else (search.column,)
    parts = []
    for start in range(0, rows.row_count, _AT_ONCE):
        part = rows.table.slice(start, _AT_ONCE)
        found = pa.repeat(pa.scalar(value=False), part.num_rows)
        for index in searched:
            if is_stale():
                return None
            mask = _mask(part.column(index), rows.columns[index], search)
            found = found if mask is None else pc.or_(found, mask)
        parts.append(found)
    in_table = pa.concat_arrays(parts) if parts else pa.array([], pa.bool_())
    return Matches(in_table, _shown_at(in_table, rows))


def _mask(values: pa.ChunkedArray, column: GridColumn, search: Search) -> pa.Array | None:
    """Return which of `values` have the text; None where none can."""
    wanted = search.text_in(column)
    if wanted is None:
        return None
    if column.kind is Kind.BOOLEAN:
        named = [value for value, word in ((True, YES), (False, NO)) if wanted in word]
        return pc.is_in(values, pa.array(named, pa.bool_())).combine_chunks()
    if column.kind in {Kind.NESTED, Kind.OTHER}:
        texts = pa.array([plain(value, column.kind) for value in values], pa.string())
    else:
        texts = pc.cast(values, pa.string()).combine_chunks()
    return pc.fill_null(pc.match_substring(texts, wanted, ignore_case=True), fill_value=False)


def _shown_at(in_table: pa.BooleanArray, rows: GridRows) -> pa.Array:
    return pc.indices_nonzero(in_table if rows.order is None else in_table.take(rows.order))


def _as_int(value: pa.Scalar) -> int:
    return int(value.as_py())

"""The rows behind a ledger: sorted, searched, and found again by their keys."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic

from portfolio_tui.ui.plain_text import folded
from portfolio_tui.ui.widgets.cells import Column, RowT


class LedgerRows(Generic[RowT]):
    """All rows of a ledger and those shown of them, in the order shown."""

    def __init__(self, columns: Sequence[Column[RowT]], row_key: Callable[[RowT], Hashable]) -> None:
        self._columns = {column.key: column for column in columns}
        self._row_key = row_key
        self._rows: Sequence[RowT] = ()
        self._words: tuple[str, ...] = ()
        self._haystacks: list[str] | None = None
        self.sort_key: str | None = None
        self.descending = False
        self.shown: list[RowT] = []

    @property
    def total(self) -> int:
        """How many rows there are without the filter."""
        return len(self._rows)

    def set_columns(self, columns: Sequence[Column[RowT]]) -> None:
        """Read the rows through other columns; KeyError where the one sorted by is not among them."""
        by_key = {column.key: column for column in columns}
        if self.sort_key is not None:
            _ = by_key[self.sort_key]
        self._columns = by_key
        self._haystacks = None

    def replace(self, rows: Sequence[RowT]) -> None:
        """Take other rows; filter and sort order stay."""
        self._rows = rows
        self._haystacks = None
        self._arrange()

    def filter(self, text: str) -> None:
        """Keep only the rows in which every word of `text` occurs."""
        self._words = tuple(folded(text).split())
        self._arrange()

    def sort(self, key: str | None, *, descending: bool) -> None:
        """Sort by a column; KeyError where there is none of that key."""
        if key is not None:
            _ = self._columns[key]
        self.sort_key, self.descending = key, descending
        self._arrange()

    @property
    def keys_shown(self) -> list[Hashable]:
        """The keys of the rows shown, in their order."""
        return [self._row_key(row) for row in self.shown]

    def key_of(self, index: int) -> Hashable | None:
        """Return the key of the row shown at `index`, None where there is none."""
        return self._row_key(self.shown[index]) if 0 <= index < len(self.shown) else None

    def index_of(self, key: Hashable) -> int | None:
        """Return where the row of that key is shown."""
        return next((index for index, row in enumerate(self.shown) if self._row_key(row) == key), None)

    def _arrange(self) -> None:
        matching = self._matching()
        if self.sort_key is None:
            self.shown = matching
            return
        key = self._sort_value(self._columns[self.sort_key])
        keyed = [(key(row), row) for row in matching]
        present = [pair for pair in keyed if pair[0] is not None]
        # A stable sort of the reversed order keeps equal rows in their own order when it is reversed again.
        present.sort(key=lambda pair: pair[0], reverse=self.descending)
        self.shown = [row for _, row in present] + [row for value, row in keyed if value is None]

    def _matching(self) -> list[RowT]:
        if not self._words:
            return list(self._rows)
        if self._haystacks is None:
            self._haystacks = [self._haystack(row) for row in self._rows]
        words = self._words
        return [
            row
            for row, haystack in zip(self._rows, self._haystacks, strict=True)
            if all(word in haystack for word in words)
        ]

    def _haystack(self, row: RowT) -> str:
        searched = (column for column in self._columns.values() if column.searchable)
        return folded("\n".join(column.cell(row).text for column in searched))

    @staticmethod
    def _sort_value(column: Column[RowT]) -> Callable[[RowT], Any]:
        if column.sort_key is not None:
            return column.sort_key
        return lambda row: folded(column.cell(row).text)

"""The table of the dashboard: draws only the rows in sight, so that many cost no more than few."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic

from textual.message import Message
from textual.scroll_view import ScrollView

from portfolio_tui.ui.theme import INK_CLASSES, ink_css
from portfolio_tui.ui.widgets.cells import Cell, Column, RowT


class Ledger(ScrollView, Generic[RowT], can_focus=True):
    """A virtual table of rows of one type: cursor, sort, search, and states for loading, empty and error."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES}
    DEFAULT_CSS = ink_css("Ledger")

    class Highlighted(Message):
        """The cursor came to rest on another row. `row` is that row (of the ledger's row type)."""

        def __init__(self, ledger: "Ledger[Any]", row: Any) -> None:
            super().__init__()
            self.ledger = ledger
            self.row = row

        @property
        def control(self) -> "Ledger[Any]":
            """The ledger, for `@on(Ledger.Highlighted, "#id")`."""
            return self.ledger

    class Chosen(Highlighted):
        """Enter was pressed on a row, or the row under the cursor was clicked."""

    def __init__(
        self,
        columns: Sequence[Column[RowT]],
        row_key: Callable[[RowT], Hashable],
        *,
        sort: str | None = None,
        descending: bool = False,
        empty: str = "Nothing to show.",
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Take the columns, what names a row, the column key to sort by at first, and the text for no rows."""
        super().__init__(name=name, id=id, classes=classes)

    def show(self, rows: Sequence[RowT]) -> None:
        """Show `rows`; the cursor stays on the row of the same key where there still is one."""

    def show_loading(self, note: str = "Loading …") -> None:
        """Show `note` in place of rows until the next `show` or `show_error`; call again to count seconds."""

    def show_error(self, text: str) -> None:
        """Show an error in place of rows."""

    def filter(self, text: str) -> int:
        """Show only rows in which every word of `text` occurs, ignoring case and accents; return how many."""
        raise NotImplementedError

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by the column `key`, None for the order in which the rows came; rows without a value come last."""

    @property
    def rows_shown(self) -> Sequence[RowT]:
        """All rows that pass the filter, in the order shown."""
        raise NotImplementedError

    @property
    def row_count(self) -> int:
        """How many rows there are, without the filter."""
        raise NotImplementedError

    @property
    def row_at_cursor(self) -> RowT | None:
        """The row under the cursor, or None where no rows are shown."""
        raise NotImplementedError

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on the row of that key; say whether it is among the rows shown."""
        raise NotImplementedError

    def cells_of(self, row: RowT) -> list[tuple[str, Cell]]:
        """Return title and cell of every column of `row`, also of those that found no room."""
        raise NotImplementedError

    def copy_text(self, row: RowT) -> str:
        """Return all cells of `row`, exact where they are, separated by tabs."""
        raise NotImplementedError

    def visible_text(self) -> str:
        """Return the lines in sight, header first, as plain text."""
        raise NotImplementedError

"""The table of the dashboard: draws only the rows in sight, so that many cost no more than few."""

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import INK_CLASSES, Ink, Run, ink_css, strip_of
from portfolio_tui.ui.widgets.cells import Cell, Column, RowT
from portfolio_tui.ui.widgets.column_layout import GUTTER, PlacedColumn, placed_columns
from portfolio_tui.ui.widgets.ledger_lines import header_line, note_lines, row_line
from portfolio_tui.ui.widgets.ledger_rows import LedgerRows

MessageRowT = TypeVar("MessageRowT")

_NO_MATCH = "No row has what you search for."


class Ledger(ScrollView, Generic[RowT], can_focus=True):
    """A virtual table of rows of one type: cursor, sort, search, and states for loading, empty and error."""

    ALLOW_SELECT = False
    HEADER_LINES: ClassVar[int] = 1
    """The lines on top that stay while rows scroll."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES, "ledger--cursor"}
    DEFAULT_CSS = (
        ink_css("Ledger")
        + """
    Ledger {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .ledger--cursor { background: $primary 10%; }
        &:focus > .ledger--cursor { background: $primary 20%; }
        &:ansi > .ledger--cursor { background: ansi_default; }
    }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", id="ledger.up", show=False),
        Binding("down,j", "move(1)", "Down", id="ledger.down", show=False),
        Binding("pageup", "page(-1)", "Page up", id="ledger.page-up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="ledger.page-down", show=False),
        Binding("home", "first", "First row", id="ledger.first", show=False),
        Binding("end", "last", "Last row", id="ledger.last", show=False),
        Binding("enter", "choose", "Open", id="ledger.choose"),
        Binding("s", "sort_next", "Sort", id="ledger.sort", tooltip="Sort by the next column"),
        Binding("S", "sort_reverse", "Reverse", id="ledger.reverse", tooltip="Reverse the order", show=False),
    ]

    cursor: reactive[int] = reactive(0, init=False)
    """The row under the cursor, counted among the rows shown."""

    class RowMessage(Message, Generic[MessageRowT]):
        """What a ledger tells about one of its rows."""

        def __init__(self, ledger: "Ledger[MessageRowT]", row: MessageRowT) -> None:
            super().__init__()
            self.ledger = ledger
            self.row = row

        @property
        def control(self) -> "Ledger[MessageRowT]":
            """The ledger, for `@on(Ledger.Highlighted, "#id")`."""
            return self.ledger

    class Highlighted(RowMessage[MessageRowT]):
        """Another row came under the cursor."""

    class Chosen(RowMessage[MessageRowT]):
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
        """Take the columns, what names a row, the key of the column to sort by, and the text for no rows."""
        super().__init__(name=name, id=id, classes=classes)
        self._columns = tuple(columns)
        self._rows = LedgerRows(self._columns, row_key)
        self._rows.sort(sort, descending=descending)
        self._empty = empty
        self._note: Run | None = None
        self._height_before_note = 0
        self._cursor_key: Hashable | None = None
        self._told_key: Hashable | None = None
        self._layout_for: tuple[int, str | None] | None = None
        self._layout: tuple[PlacedColumn[RowT], ...] = ()

    def show(self, rows: Sequence[RowT]) -> None:
        """Show `rows`; the cursor stays on the row of the same key where there still is one."""
        height = self._cursor_height
        self._note = None
        self._rows.replace(rows)
        self._find_cursor_again(height, otherwise=self.cursor)

    def set_columns(self, columns: Sequence[Column[RowT]]) -> None:
        """Have other columns from the next `show` on; filter, sort order and cursor stay.

        Raises KeyError where the column sorted by is not among them.
        """
        self._columns = tuple(columns)
        self._rows.set_columns(self._columns)
        self._layout_for = None
        self.refresh_bindings()  # there may be a column to sort by now

    def show_loading(self, note: str = "Loading …") -> None:
        """Show `note` in place of rows until the next `show` or `show_error`; call again to count seconds."""
        self._show_note(note, "muted")

    def show_error(self, text: str) -> None:
        """Show an error in place of rows."""
        self._show_note(text, "over")

    def filter(self, text: str) -> int:
        """Show only rows in which every word of `text` occurs, ignoring case and accents; return how many."""
        self._rows.filter(text)
        self._find_cursor_again(self._cursor_height, otherwise=0)
        return len(self._rows.shown)

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by the column `key`, None for the order in which rows came, and go to the first row.

        Rows without a value come last either way. Raises KeyError where there is no such column.
        """
        self._rows.sort(key, descending=descending)
        self._cursor_key = None
        self._find_cursor_again(self._cursor_height, otherwise=0)

    @property
    def sorted_by(self) -> tuple[str | None, bool]:
        """The key of the column sorted by, and whether descending."""
        return self._rows.sort_key, self._rows.descending

    @property
    def rows_shown(self) -> Sequence[RowT]:
        """All rows that pass the filter, in the order shown."""
        return tuple(self._rows.shown)

    @property
    def keys_shown(self) -> Sequence[Hashable]:
        """The keys of all rows that pass the filter, in the order shown."""
        return tuple(self._rows.keys_shown)

    @property
    def row_count(self) -> int:
        """How many rows there are, without the filter."""
        return self._rows.total

    @property
    def row_at_cursor(self) -> RowT | None:
        """The row under the cursor, or None where no rows are shown."""
        rows = self._rows.shown
        return None if self._note or not rows else rows[self.cursor]

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on the row of that key; say whether it is among the rows shown."""
        index = self._rows.index_of(key)
        if index is not None:
            self.cursor = index
        return index is not None

    def cells_of(self, row: RowT) -> list[tuple[str, Cell]]:
        """Return title and cell of every column of `row`, also of those that found no room."""
        return [(column.title, column.cell(row)) for column in self._columns]

    def copy_text(self, row: RowT) -> str:
        """Return all cells of `row`, exact where they are, separated by tabs."""
        return "\t".join(shown(cell.exact or cell.text) for _, cell in self.cells_of(row))

    @property
    def columns_without_room(self) -> tuple[Column[RowT], ...]:
        """The columns left out because the ledger is too narrow."""
        kept = {placed.column.key for placed in self._placed}
        return tuple(column for column in self._columns if column.key not in kept)

    def visible_text(self) -> str:
        """Return the lines in sight, header first, as plain text."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height)).rstrip()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the part in sight: the header stays on top, rows or the note scroll under it."""
        width = self._room.width
        if y < self.HEADER_LINES:
            key, descending = self.sorted_by
            return strip_of(self, header_line(self._placed, key, descending=descending), width)
        line = self.scroll_offset.y + y - self.HEADER_LINES
        note = self._note_shown
        if note is not None:
            lines = note_lines(note.text, width)
            return strip_of(self, [Run(lines[line], note.ink)] if line < len(lines) else [], width)
        if line >= len(self._rows.shown):
            return strip_of(self, [], width)
        at_cursor = line == self.cursor
        surfaces = ("ledger--cursor",) if at_cursor else ()
        runs = row_line(self._placed, self._rows.shown[line], at_cursor=at_cursor)
        return strip_of(self, runs, width, *surfaces)

    @property
    def _room(self) -> Size:
        return self.scrollable_content_region.size

    @property
    def _placed(self) -> tuple[PlacedColumn[RowT], ...]:
        """The columns laid out for the present width; the one sorted by has room before the others."""
        width = self._room.width
        if self._layout_for != (width, self._rows.sort_key):
            self._layout_for = (width, self._rows.sort_key)
            self._layout = placed_columns(self._columns, width - GUTTER, self._rows.sort_key)
        return self._layout

    @property
    def _note_shown(self) -> Run | None:
        """What stands in place of rows, if anything does."""
        if self._note or self._rows.shown:
            return self._note
        return Run(_NO_MATCH if self._rows.total else self._empty, "muted")

    def _show_note(self, text: str, ink: Ink) -> None:
        self._height_before_note = self._cursor_height
        self._note = Run(text, ink)
        self._measure()

    def _measure(self) -> None:
        note = self._note_shown
        width = self._room.width
        lines = len(self._rows.shown) if note is None else len(note_lines(note.text, width))
        self.virtual_size = Size(width, lines + self.HEADER_LINES)
        self.refresh()

    @property
    def _cursor_height(self) -> int:
        """How many rows below the first in sight the cursor is; with a note up, was before it."""
        return self.cursor - self.scroll_offset.y if self._note is None else self._height_before_note

    def _find_cursor_again(self, height: int, *, otherwise: int) -> None:
        """Put the cursor back on its row, at `height` on screen, after rows or order changed."""
        index = None if self._cursor_key is None else self._rows.index_of(self._cursor_key)
        self.set_reactive(Ledger.cursor, self.validate_cursor(otherwise if index is None else index))
        if not self.is_attached:
            return
        self._measure()
        self.scroll_to(y=max(0, self.cursor - height), animate=False, force=True)
        self._cursor_moved()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, len(self._rows.shown) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows concerned anew."""
        self.refresh_line(old + self.HEADER_LINES)
        self.refresh_line(new + self.HEADER_LINES)
        self._cursor_moved()

    def on_resize(self) -> None:
        """Wrap the note anew and keep the cursor in sight."""
        self._measure()
        self._cursor_moved()

    def _cursor_moved(self) -> None:
        self._scroll_to_cursor()
        row = self.row_at_cursor
        if row is None:
            return
        self._cursor_key = self._rows.key_of(self.cursor)
        if self._cursor_key != self._told_key:
            self._told_key = self._cursor_key
            self.post_message(self.Highlighted(self, row))

    def _scroll_to_cursor(self) -> None:
        room = self._room.height - self.HEADER_LINES
        if self._note_shown or room <= 0:
            return
        top = self.scroll_offset.y
        wanted = max(min(top, self.cursor), self.cursor - room + 1)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another order only where there is a column to sort by."""
        if action in {"sort_next", "sort_reverse"} and not any(column.sortable for column in self._columns):
            return False
        return super().check_action(action, parameters)

    def action_move(self, rows: int) -> None:
        """Move the cursor down by `rows`."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """Move the cursor down by pages of what is in sight."""
        self.cursor += pages * max(1, self._room.height - self.HEADER_LINES - 1)

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor = len(self._rows.shown) - 1

    def action_choose(self) -> None:
        """Tell that the row under the cursor was chosen."""
        row = self.row_at_cursor
        if row is not None:
            self.post_message(self.Chosen(self, row))

    def action_sort_next(self) -> None:
        """Sort by the next column, one out of sight among them: it gets room as long as it is sorted by."""
        sortable = [column for column in self._columns if column.sortable]
        keys = [column.key for column in sortable]
        current = self._rows.sort_key
        position = keys.index(current) + 1 if current in keys else 0
        if sortable:
            self._sort_by_column(sortable[position % len(sortable)])

    def action_sort_reverse(self) -> None:
        """Reverse the order."""
        key, descending = self.sorted_by
        if key is not None:
            self.sort_by(key, descending=not descending)

    def on_click(self, event: events.Click) -> None:
        """Sort by the header clicked, or select the row clicked and choose it if it was selected already."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self.HEADER_LINES:
            self._click_header(offset.x)
            return
        index = self.scroll_offset.y + offset.y - self.HEADER_LINES
        if self._note_shown or index >= len(self._rows.shown):
            return
        if index == self.cursor:
            self.action_choose()
        self.cursor = index

    def _click_header(self, x: int) -> None:
        for placed in self._placed:
            if placed.start <= x < placed.start + placed.width and placed.column.sortable:
                if placed.column.key == self._rows.sort_key:
                    self.action_sort_reverse()
                else:
                    self._sort_by_column(placed.column)

    def _sort_by_column(self, column: Column[RowT]) -> None:
        self.sort_by(column.key, descending=column.largest_first)

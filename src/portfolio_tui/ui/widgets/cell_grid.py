"""The grid that a result is drawn in: an Arrow table of any size, formatted only where in sight.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from portfolio_tui.ui.theme import INK_CLASSES, Ink, Run, ink_css, paint, strip_of
from portfolio_tui.ui.widgets.grid_layout import GridLayout, first_in_sight, grid_layout
from portfolio_tui.ui.widgets.grid_lines import Look, Piece, Surface, header_pieces, row_pieces
from portfolio_tui.ui.widgets.grid_ranges import CellRange
from portfolio_tui.ui.widgets.grid_rows import GridRows

_UNDERLINED = Style(underline=True)


class CellGrid(ScrollView, can_focus=True):
    """A virtual table over Arrow rows: a cursor on one cell, marked cells, pinned columns.

    It draws, moves and marks; `RowsGrid` sorts and searches.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES, "grid--cursor", "grid--line", "grid--marked"}
    DEFAULT_CSS = (
        ink_css("CellGrid")
        + """
    CellGrid {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .grid--line { background: $primary 10%; }
        & > .grid--marked { background: $secondary 24%; }
        & > .grid--cursor { background: $primary 20%; }
        &:focus > .grid--cursor { background: $primary 40%; }
        &:ansi > .grid--line { background: ansi_default; }
        &:ansi > .grid--marked { background: ansi_default; }
        &:ansi > .grid--cursor { background: ansi_default; }
    }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose_cell", "Whole cell", id="grid.cell"),
        Binding("up,k", "move(-1,0)", "Up", id="grid.up", show=False),
        Binding("down,j", "move(1,0)", "Down", id="grid.down", show=False),
        Binding("left,h", "move(0,-1)", "Column left", id="grid.left", show=False),
        Binding("right,l", "move(0,1)", "Column right", id="grid.right", show=False),
        Binding("pageup", "page(-1)", "Page up", id="grid.page-up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="grid.page-down", show=False),
        Binding("home", "first", "First row", id="grid.first", show=False),
        Binding("end", "last", "Last row", id="grid.last", show=False),
        Binding("v", "mark", "Mark", id="grid.mark", tooltip="Start marking cells at the cursor, or end it"),
        Binding("shift+up", "extend(-1,0)", "Mark upwards", id="grid.mark-up", show=False),
        Binding("shift+down", "extend(1,0)", "Mark downwards", id="grid.mark-down", show=False),
        Binding("shift+left", "extend(0,-1)", "Mark to the left", id="grid.mark-left", show=False),
        Binding("shift+right", "extend(0,1)", "Mark to the right", id="grid.mark-right", show=False),
        Binding("P", "pin", "Pin", id="grid.pin", tooltip="Pin the columns up to the cursor, or unpin them"),
    ]

    class Changed(Message):
        """Another cell is under the cursor, other cells are marked, or rows are sorted or searched anew."""

    class CellChosen(Message):
        """Enter was pressed on a cell, or the cell under the cursor was clicked."""

    class HeaderChosen(Message):
        """The title of the column under the cursor was clicked."""

    def __init__(self, rows: GridRows, *, pinned: int = 1) -> None:
        """Take the rows and how many columns stay in sight, the first one unless told otherwise."""
        super().__init__()
        self.rows = rows
        self.pinned = pinned
        self._widths = tuple(column.width for column in rows.columns)
        self.look = Look((0, 0), None, None, None)
        self._corner: tuple[int, int] | None = None
        self._first = 0

    @property
    def cursor(self) -> tuple[int, int]:
        """The row, as shown, and the column under the cursor."""
        return self.look.cursor

    @property
    def marked(self) -> CellRange | None:
        """The cells that are marked."""
        return self.look.marked

    @property
    def has_cell(self) -> bool:
        """Whether there is a cell for the cursor to be on."""
        return bool(self.rows.row_count)

    def show(self, rows: GridRows, look: Look) -> None:
        """Show other rows, or the same in another order, the cursor and what else is seen as `look` says."""
        self.rows = rows
        if look.marked is None:
            self._corner = None
        self.look = look
        self._measure()
        self.move_to(*look.cursor)
        self.refresh()

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell, as near as there is one; marked cells reach to it."""
        row = max(0, min(row, self.rows.row_count - 1))
        column = max(0, min(column, len(self.rows.columns) - 1))
        old, corner = self.look, self._corner
        marked = None if corner is None else CellRange.between(corner, (row, column))
        self.look = Look((row, column), marked, old.search, old.sorted_by)
        scrolled = self._scroll_to_cursor()
        if scrolled or marked is not None or old.cursor[1] != column:
            self.refresh()
        else:
            self.refresh_line(old.cursor[0] + 1)
            self.refresh_line(row + 1)
        self.post_message(self.Changed())

    def unmark(self) -> None:
        """Have no cell marked."""
        self._corner = None
        self.move_to(*self.cursor)
        self.refresh()

    def visible_text(self) -> str:
        """Return the lines in sight, header first, as plain text."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height)).rstrip()

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the part in sight: the header stays on top, rows scroll under it."""
        width = self._room.width
        if y == 0:
            return self._strip(header_pieces(self.rows.columns, self._layout, self.look, width), width)
        row = self.scroll_offset.y + y - 1
        if row < self.rows.row_count:
            surface: Surface = "grid--line" if row == self.cursor[0] else ""
            return self._strip(row_pieces(self.rows, row, self._layout, self.look), width, surface)
        note = " No rows." if y == 1 and not self.has_cell else ""
        return strip_of(self, [Run(note, "muted")], width)

    def _strip(self, pieces: list[Piece], width: int, surface: Surface = "") -> Strip:
        kinds = {(piece.ink, piece.surface) for piece in pieces}
        styles = {kind: self._style(*kind) for kind in kinds}
        segments = [Segment(piece.text, styles[piece.ink, piece.surface]) for piece in pieces]
        return Strip(segments).adjust_cell_length(width, self._style("plain", surface))

    def _style(self, ink: Ink, surface: Surface) -> Style:
        style = paint(self, ink, surface) if surface else paint(self, ink)
        colorless = self.app.no_color or self.app.native_ansi_color
        return style + _UNDERLINED if colorless and surface == "grid--marked" else style

    @property
    def _room(self) -> Size:
        return self.scrollable_content_region.size

    @property
    def _layout(self) -> GridLayout:
        return grid_layout(self._widths, self.pinned, self._first, self._room.width)

    @property
    def _rows_in_sight(self) -> int:
        return max(1, self._room.height - 1)

    def _measure(self) -> None:
        self.virtual_size = Size(self._room.width, self.rows.row_count + 1)

    def _scroll_to_cursor(self) -> bool:
        """Bring the cell at the cursor in sight; say whether anything had to move."""
        row, column = self.cursor
        first, top = self._first, self.scroll_offset.y
        self._first = first_in_sight(self._widths, self.pinned, first, self._room.width, column)
        wanted = max(min(top, row), row - self._rows_in_sight + 1)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)
        return wanted != top or self._first != first

    def on_resize(self) -> None:
        """Keep the cell at the cursor in sight."""
        self._measure()
        self._scroll_to_cursor()

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor."""
        self.move_to(self.cursor[0] + rows, self.cursor[1] + columns)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages of what is in sight."""
        self.action_move(pages * max(1, self._rows_in_sight - 1), 0)

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0, self.cursor[1])

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self.rows.row_count - 1, self.cursor[1])

    def action_mark(self) -> None:
        """Mark the cells from here to wherever the cursor goes; with cells marked, have none marked."""
        if self._corner is not None:
            self.unmark()
        elif self.has_cell:
            self._corner = self.cursor
            self.move_to(*self.cursor)

    def action_extend(self, rows: int, columns: int) -> None:
        """Move the cursor, marking what it passes."""
        if self.has_cell:
            self._corner = self._corner or self.cursor
            self.action_move(rows, columns)

    def action_pin(self) -> None:
        """Pin the columns up to the cursor; where just those are pinned already, pin none."""
        up_to_cursor = self.cursor[1] + 1
        self.pinned = 0 if self.pinned == up_to_cursor else up_to_cursor
        self._first = self.pinned
        self.move_to(*self.cursor)
        self.refresh()

    def action_choose_cell(self) -> None:
        """Tell that the cell under the cursor was chosen."""
        if self.has_cell:
            self.post_message(self.CellChosen())

    def on_click(self, event: events.Click) -> None:
        """Go to the cell clicked, or choose it if the cursor is there; a title stands for its column."""
        offset = event.get_content_offset(self)
        column = None if offset is None else self._layout.at(offset.x)
        if offset is None or column is None:
            return
        row = self.scroll_offset.y + offset.y - 1
        if offset.y == 0:
            self.move_to(self.cursor[0], column)
            self.post_message(self.HeaderChosen())
        elif row < self.rows.row_count and (row, column) == self.cursor:
            self.action_choose_cell()
        elif row < self.rows.row_count:
            self.move_to(row, column)

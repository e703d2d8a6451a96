"""A ledger in two directions: the cursor is on a cell, the first columns stay while the others scroll."""

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, Generic, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from portfolio_tui.ui.theme import INK_CLASSES, Run, strip_of
from portfolio_tui.ui.widgets.cells import RowT
from portfolio_tui.ui.widgets.column_layout import GUTTER, PlacedColumn
from portfolio_tui.ui.widgets.ledger import Ledger, MessageRowT
from portfolio_tui.ui.widgets.ledger_lines import header_line, row_line
from portfolio_tui.ui.widgets.matrix_layout import MatrixColumn, MatrixLayout, first_in_sight, matrix_layout

_MORE_LEFT, _MORE_RIGHT = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "›"


class Matrix(Ledger[RowT]):
    """A ledger with a cell cursor, pinned columns, and a row of totals that stays under the titles."""

    HEADER_LINES = 2
    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES, "matrix--row", "matrix--cursor"}
    DEFAULT_CSS = """
    Matrix {
        & > .matrix--row { background: $primary 8%; }
        & > .matrix--cursor { background: $primary 16%; }
        &:focus > .matrix--cursor { background: $primary 36%; }
        &:ansi > .matrix--row, &:ansi > .matrix--cursor { background: ansi_default; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "column(-1)", "Column left", id="matrix.left", show=False),
        Binding("right,l", "column(1)", "Column right", id="matrix.right", show=False),
        Binding("s", "sort_next", "Sort", id="ledger.sort", tooltip="Sort by the column under the cursor"),
    ]

    column: reactive[int] = reactive(0, init=False)
    """The column under the cursor, counted from the left, pinned ones included."""

    class ColumnHighlighted(Message, Generic[MessageRowT]):
        """Another column came under the cursor."""

        def __init__(self, matrix: "Matrix[MessageRowT]") -> None:
            super().__init__()
            self.matrix = matrix

        @property
        def control(self) -> "Matrix[MessageRowT]":
            """The matrix, for `@on(Matrix.ColumnHighlighted, "#id")`."""
            return self.matrix

    class CellChosen(Message, Generic[MessageRowT]):
        """Enter was pressed on a cell, or the cell under the cursor was clicked."""

        def __init__(self, matrix: "Matrix[MessageRowT]", row: MessageRowT, column_key: str) -> None:
            super().__init__()
            self.matrix = matrix
            self.row = row
            self.column_key = column_key

        @property
        def control(self) -> "Matrix[MessageRowT]":
            """The matrix, for `@on(Matrix.CellChosen, "#id")`."""
            return self.matrix

    def __init__(
        self,
        row_key: Callable[[RowT], Hashable],
        *,
        pinned: int = 1,
        empty: str = "Nothing to show.",
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Take what names a row, how many columns stay in sight, and the text for no rows."""
        super().__init__((), row_key, empty=empty, id=id)
        self._pinned = pinned
        self._matrix_columns: tuple[MatrixColumn[RowT], ...] = ()
        self._totals: RowT | None = None
        self._first = 0

    def show_matrix(
        self, columns: Sequence[MatrixColumn[RowT]], rows: Sequence[RowT], totals: RowT | None
    ) -> None:
        """Show `rows` in `columns` under `totals`; cursor, sort order and filter stay where they can."""
        column_key = self.column_key
        keys = [column.key for column in columns]
        if self._rows.sort_key not in keys:
            self._rows.sort(None, descending=False)
        self._matrix_columns = tuple(columns)
        self.set_columns(columns)
        self._totals = totals
        self.column = keys.index(column_key) if column_key in keys else min(self.column, len(keys) - 1)
        self._bring_column_in_sight()
        self.show(rows)

    @property
    def column_key(self) -> str | None:
        """The key of the column under the cursor, None before there are columns."""
        return self._matrix_columns[self.column].key if self._matrix_columns else None

    @property
    def columns_hidden(self) -> int:
        """How many columns are out of sight, to the left and to the right."""
        layout = self._layout_in_sight
        return layout.hidden_left + layout.hidden_right

    def move_to_column(self, key: str) -> bool:
        """Put the cursor on the column `key`; say whether there is one."""
        keys = [column.key for column in self._matrix_columns]
        if key in keys:
            self.column = keys.index(key)
        return key in keys

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the part in sight: titles and totals stay on top, rows scroll under them."""
        width = self._room.width
        if y == 0:
            return self._header_strip(width)
        if y == 1:
            totals = self._totals if self._note_shown is None else None
            runs = () if totals is None else row_line(self._placed, totals, at_cursor=False)
            return strip_of(self, runs, width)
        line = self.scroll_offset.y + y - self.HEADER_LINES
        if self._note_shown is not None or line >= len(self.rows_shown):
            return super().render_line(y)
        return self._row_strip(line, width)

    def _header_strip(self, width: int) -> Strip:
        layout = self._layout_in_sight
        key, descending = self.sorted_by
        strip = strip_of(self, header_line(layout.placed, key, descending=descending), width)
        if layout.hidden_left:
            start = layout.placed[self._pinned].start - 1
            strip = _with_cells(strip, strip_of(self, (Run(_MORE_LEFT, "accent"),), 1), start)
        if layout.hidden_right:
            strip = _with_cells(strip, strip_of(self, (Run(_MORE_RIGHT, "accent"),), 1), width - 1)
        return strip

    def _row_strip(self, line: int, width: int) -> Strip:
        row = self.rows_shown[line]
        runs = row_line(self._placed, row, at_cursor=line == self.cursor)
        if line != self.cursor:
            return strip_of(self, runs, width)
        strip = strip_of(self, runs, width, "matrix--row")
        at = self._placed_at_cursor
        if at is None:
            return strip
        marked = strip_of(self, runs, width, "matrix--cursor")
        return _with_cells(strip, marked.crop(at.start, at.start + at.width), at.start)

    @property
    def _layout_in_sight(self) -> MatrixLayout[RowT]:
        return matrix_layout(self._matrix_columns, self._pinned, self._first, self._room.width - GUTTER)

    @property
    def _placed(self) -> tuple[PlacedColumn[RowT], ...]:
        return self._layout_in_sight.placed

    @property
    def _placed_at_cursor(self) -> PlacedColumn[RowT] | None:
        return next((placed for placed in self._placed if placed.column.key == self.column_key), None)

    def validate_column(self, column: int) -> int:
        """Keep the cursor on a column."""
        return max(0, min(column, len(self._matrix_columns) - 1))

    def watch_column(self) -> None:
        """Bring the column in sight and tell."""
        self._bring_column_in_sight()
        self.post_message(self.ColumnHighlighted(self))

    def _bring_column_in_sight(self) -> None:
        width = self._room.width - GUTTER
        self._first = first_in_sight(self._matrix_columns, self._pinned, self._first, width, self.column)
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor's column in sight; the ledger does the same for its row."""
        self._bring_column_in_sight()

    def action_column(self, columns: int) -> None:
        """Move the cursor to the right by `columns`."""
        self.column += columns

    def action_choose(self) -> None:
        """Tell that the cell under the cursor was chosen."""
        row, key = self.row_at_cursor, self.column_key
        if row is not None and key is not None:
            self.post_message(self.CellChosen(self, row, key))

    def action_sort_next(self) -> None:
        """Sort by the column under the cursor, or the other way round if that is so already."""
        if not self._matrix_columns:
            return
        column = self._matrix_columns[self.column]
        if column.key == self.sorted_by[0]:
            self.action_sort_reverse()
        else:
            self.sort_by(column.key, descending=column.largest_first)

    def on_click(self, event: events.Click) -> None:
        """Sort by the title clicked, go to the cell clicked, or choose it if the cursor was there already."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.HEADER_LINES:
            return
        event.prevent_default()
        index = self.scroll_offset.y + offset.y - self.HEADER_LINES
        if self._note_shown is not None or index >= len(self.rows_shown):
            return
        clicked = next((at for at in self._placed if at.start <= offset.x < at.start + at.width), None)
        key = clicked.column.key if clicked else cast("str", self.column_key)
        if index == self.cursor and key == self.column_key:
            self.action_choose()
        self.cursor = index
        self.move_to_column(key)


def _with_cells(strip: Strip, piece: Strip, start: int) -> Strip:
    """Return `strip` with `piece` laid over it from the cell `start` on."""
    end = start + piece.cell_length
    return Strip.join([strip.crop(0, start), piece, strip.crop(end, strip.cell_length)])

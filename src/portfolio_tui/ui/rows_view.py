"""A result on the screen: the grid of its rows, the line that tells where one is, and the search.

Import this module only once there are rows to show: it brings pyarrow, which the first picture must not wait
for.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from portfolio_tui.ui.screens.cell_view import CellView, ValueView
from portfolio_tui.ui.screens.go_to import GoTo, Place
from portfolio_tui.ui.theme import content_of
from portfolio_tui.ui.widgets.grid_ranges import MOST_CELLS, MOST_CHARACTERS, CellRange, one_line, range_text
from portfolio_tui.ui.widgets.grid_rows import GridRows
from portfolio_tui.ui.widgets.grid_search import Search
from portfolio_tui.ui.widgets.grid_search_line import GridSearchLine
from portfolio_tui.ui.widgets.grid_status import status_runs
from portfolio_tui.ui.widgets.rows_grid import RowsGrid


class RowsView(Vertical):
    """The rows of a result: looked at, sorted, searched and copied. `grid` is what takes the focus."""

    DEFAULT_CSS = """
    RowsView { height: 1fr; }
    RowsView > .grid-status { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="grid.search", tooltip="Find text in any column, or in one"),
        Binding("g", "go_to", "Go to", id="grid.go-to", tooltip="Go to a column, or to a row by its number"),
        Binding("y", "copy", "Copy", id="grid.copy", tooltip="Copy the cell, or the marked cells"),
        Binding("Y", "copy_row", "Copy row", id="grid.copy-row", show=False),
        Binding("space", "view_row", "Whole row", id="grid.row", show=False),
        Binding("escape", "leave", "Unmark, or end the search", id="grid.leave", show=False),
    ]

    def __init__(
        self,
        rows: GridRows,
        *,
        truncated: bool = False,
        pinned: int = 1,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Take the rows, made by `grid_rows` in a worker thread, whether there are more, what is pinned."""
        super().__init__(id=id)
        self.grid = RowsGrid(rows, pinned=pinned)
        self._truncated = truncated
        self._searched_from = 0

    def compose(self) -> ComposeResult:
        """Lay out grid, status and search."""
        yield self.grid
        yield Static(classes="grid-status")
        yield GridSearchLine()

    def open_search(self) -> None:
        """Begin a search from the cell under the cursor."""
        grid = self.grid
        if grid.has_cell:
            self._searched_from = grid.cursor[0]
            self._line.open(grid.cursor[1], grid.rows.columns[grid.cursor[1]].title)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the screen where there is nothing to leave here."""
        if action == "leave":
            return self._line.display or self.grid.marked is not None or self.grid.look.search is not None
        return super().check_action(action, parameters)

    @on(RowsGrid.CellChosen)
    def _view_cell(self) -> None:
        grid = self.grid
        column = grid.rows.columns[grid.cursor[1]]
        self.app.push_screen(ValueView(column.title, grid.rows.whole(*grid.cursor), self._plain_cell()))

    def action_view_row(self) -> None:
        """Show every cell of the row at the cursor, whole."""
        grid = self.grid
        if grid.has_cell:
            row = grid.cursor[0]
            columns = enumerate(grid.rows.columns)
            cells = [(column.title, grid.rows.whole(row, index) or "") for index, column in columns]
            self.app.push_screen(CellView(cells, range_text(grid.rows, self._whole_row)))

    def action_go_to(self) -> None:
        """Ask for a column or a row, and go there."""
        if self.grid.has_cell:
            titles = [column.title for column in self.grid.rows.columns]
            self.app.push_screen(GoTo(titles, self.grid.rows.row_count), self._go_to)

    def _go_to(self, place: Place | None) -> None:
        if place is not None:
            row, column = self.grid.cursor
            row = row if place.row is None else place.row
            self.grid.move_to(row, column if place.column is None else place.column)

    def action_copy(self) -> None:
        """Copy the marked cells under their columns' names, or the one under the cursor."""
        grid = self.grid
        if grid.marked is not None:
            self._copy_range(grid.marked)
        elif grid.has_cell:
            text = self._plain_cell()
            self._copy(text, "the cell") if text else self.grid.say("There is no value to copy.")

    def action_copy_row(self) -> None:
        """Copy the row at the cursor under its columns' names."""
        if self.grid.has_cell:
            self._copy_range(self._whole_row)

    def _copy_range(self, cells: CellRange) -> None:
        if cells.row_count * cells.column_count > MOST_CELLS:
            self.grid.say(f"{cells.size} are too many to copy; {MOST_CELLS:,} cells are the most.")
        else:
            self._copy(range_text(self.grid.rows, cells), f"{cells.size} under their names")

    def _copy(self, text: str, what: str) -> None:
        if len(text) > MOST_CHARACTERS:
            self.grid.say(f"{len(text):,} characters are too many to copy; {MOST_CHARACTERS:,} are the most.")
        else:
            self.app.copy_to_clipboard(text)
            self.grid.say(f"Copied {what}, where the terminal allows it.")

    def _plain_cell(self) -> str:
        return one_line(self.grid.rows.plain(*self.grid.cursor) or "")

    @property
    def _whole_row(self) -> CellRange:
        row = self.grid.cursor[0]
        return CellRange(row, 0, row, len(self.grid.rows.columns) - 1)

    @on(GridSearchLine.Changed)
    def _search(self, event: GridSearchLine.Changed) -> None:
        event.stop()
        self.grid.search(Search(event.text, event.column) if event.text else None, self._searched_from)

    @on(GridSearchLine.Kept)
    def _keep_search(self, event: GridSearchLine.Kept) -> None:
        event.stop()
        self._line.display = False
        self.grid.focus()

    def on_mount(self) -> None:
        """Tell where one is, at once."""
        self._tell()

    @on(RowsGrid.Changed)
    def _tell(self) -> None:
        runs = status_runs(self.grid, truncated=self._truncated)
        self.query_one(".grid-status", Static).update(content_of(runs))

    def action_search(self) -> None:
        """Begin a search, or go on typing the one there is."""
        self.open_search()

    def action_leave(self) -> None:
        """Drop the marks unless one is typing; else end the search."""
        if self.grid.marked is not None and not self._line.has_focus_within:
            self.grid.unmark()
            return
        self._line.close()
        self.grid.search(None, 0)
        self.grid.focus()

    @property
    def _line(self) -> GridSearchLine:
        return self.query_one(GridSearchLine)

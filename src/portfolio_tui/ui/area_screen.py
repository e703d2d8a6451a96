"""A screen inside one of the areas: the frame on top, the body, search and keys below."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.measures.portfolio_rows import PORTFOLIO_TOTALS, PortfolioTotals
from portfolio_tui.ui.data_screen import DataScreen
from portfolio_tui.ui.frame import Frame
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.widgets.figure import Figure
from portfolio_tui.ui.widgets.key_line import KeyLine
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.search_bar import SearchBar


class LedgerKeys(NamedTuple):
    """The ledger that shows a measure's rows, the column its keys are of, and whether each has one row."""

    ledger: str
    column: str
    one_row_each: bool = True


class AreaScreen(DataScreen):
    """A full screen of an area: `compose_body` gives what lies between frame and footer."""

    AREA: ClassVar[str] = ""
    """The mode that the screen starts, one of `frame.AREAS`; empty for a page that any area may open."""

    KEYS: ClassVar[Mapping[str, LedgerKeys]] = {}
    """For the names of measures whose rows a search or a view may leave out: where they are shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="screen.search", tooltip="Show only rows that match"),
        Binding("space", "view_row", "Whole row, unrounded", id="screen.view", show=False),
        Binding("y", "copy_row", "Copy", id="screen.copy", show=False, tooltip="Copy the row"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out frame, body, search bar and keys."""
        yield Frame(self.AREA or self.app.current_mode)
        yield from self.compose_body()
        yield SearchBar()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """Lay out what is the screen's own."""
        raise NotImplementedError

    def load_if_needed(self) -> None:
        """Load the totals of the scope, which the frame shows everywhere, then the screen's own figures."""
        app = self.portfolio_app
        if self.is_mounted and app.session is not None and app.totals is None:
            self.request(self.query_one(Frame), PORTFOLIO_TOTALS, self._take_frame_totals, scope=app.scope)
        super().load_if_needed()

    def _take_frame_totals(self, rows: tuple[PortfolioTotals, ...]) -> None:
        self.portfolio_app.totals = rows[0]
        self.portfolio_app.show_frame()
        self.show_totals(rows[0])

    def show_totals(self, totals: PortfolioTotals) -> None:
        """Show the scope's totals where the screen has a place for them beside the frame."""

    def on_screen_resume(self) -> None:
        """Bring the frame up to date, and the figures if they no longer are what the scope asks for."""
        self.portfolio_app.show_frame()
        super().on_screen_resume()

    def on_all_shown(self) -> None:
        """Count what the search finds among the new rows, and have the files checked once figures are up."""
        self.query_one(SearchBar).count_again()
        if self.portfolio_app.totals is not None:
            self.portfolio_app.files.check_contents_soon()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the search only where there are figures, and while nothing is being typed into it."""
        ready = self.is_mounted and self.portfolio_app.session is not None
        if action == "search" and (not ready or isinstance(self.focused, Input)):
            return False
        return super().check_action(action, parameters)

    def rows_to_export(self) -> tuple[ShownRows, ...]:
        """Return what is shown, the ledger in focus first; the totals that every frame shows come last."""

        def order(rows: ShownRows) -> tuple[bool, bool]:
            keys = self.KEYS.get(rows.name)
            in_focus = keys is not None and self.query_one(keys.ledger).has_focus
            return rows.name == PORTFOLIO_TOTALS.name, not in_focus

        return tuple(sorted(super().rows_to_export(), key=order))

    def kept_rows(self, rows: ShownRows) -> KeptRows | None:
        """Return which of `rows` their ledger shows, where a search or a view left some out."""
        keys = self.KEYS.get(rows.name)
        if keys is None:
            return None
        ledger = self.query_one(keys.ledger, Ledger)
        shown_keys = tuple(map(str, ledger.keys_shown))
        whole = rows.row_count if keys.one_row_each else ledger.row_count
        return KeptRows(keys.column, shown_keys) if len(shown_keys) < whole else None

    def action_search(self) -> None:
        """Open the search over the ledger in focus, else over the first of the screen."""
        self.query_one(SearchBar).open()

    def action_back(self) -> None:
        """End the search; without one, stop what is loading; without that, go back along the trail."""
        if not (self.is_mounted and self.query_one(SearchBar).close()):
            super().action_back()

    def action_copy_row(self) -> None:
        """Copy the row at the cursor, cells separated by tabs, through the terminal."""
        found = self._row_at_cursor()
        if found is not None:
            ledger, row = found
            self.app.copy_to_clipboard(ledger.copy_text(row))
            first = shown(ledger.cells_of(row)[0][1].text)
            self.notify(f"Copied the row of {first}, where the terminal allows it.", markup=False, timeout=4)

    def action_view_row(self) -> None:
        """Show every cell of the row at the cursor, unrounded."""
        found = self._row_at_cursor()
        if found is not None and self.app.screen is self:
            from portfolio_tui.ui.screens.cell_view import CellView

            ledger, row = found
            cells = ((title, cell.exact or cell.text) for title, cell in ledger.cells_of(row))
            self.app.push_screen(CellView(cells, ledger.copy_text(row)))

    @on(Figure.Explained)
    def _explain(self, event: Figure.Explained) -> None:
        self.portfolio_app.show_help(event.measure)

    def _row_at_cursor(self) -> "tuple[Ledger[object], object] | None":
        """Return the ledger in focus and its row at the cursor; say so where there is none."""
        focused = self.focused
        if isinstance(focused, Ledger) and focused.row_at_cursor is not None:
            return focused, focused.row_at_cursor
        self.notify("Move to a row first.", timeout=3)
        return None

"""The place of a query's rows: what runs, how long, what came of it, and the grid."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from portfolio_tui.ui.theme import Runs
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from portfolio_tui.ui.rows_view import RowsView
    from portfolio_tui.ui.widgets.grid_rows import GridRows


class ResultPane(Vertical, can_focus=True):
    """A line that tells about a run, and below it the rows once they are there.

    It takes the focus itself only while there are no rows; whoever waits here then goes on in the grid.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.enter", "Run", id="query.enter", show=False),
    ]
    DEFAULT_CSS = """
    ResultPane {
        height: 1fr;
        & > .status { height: auto; max-height: 3; }
        &:focus > .status { background: $panel; }
    }
    """

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._status = Notice(classes="status")
        self._view: RowsView | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line; the grid comes with the rows."""
        yield self._status

    def tell(self, runs: Runs) -> None:
        """Say `runs` on the line."""
        self._status.show_runs(runs)

    def show_rows(self, rows: "GridRows", *, truncated: bool) -> None:
        """Show `rows` in place of those there."""
        from portfolio_tui.ui.rows_view import RowsView

        self.clear()
        if rows.row_count:
            self._view = RowsView(rows, truncated=truncated)
            self.mount(self._view)
            self._view.call_after_refresh(self._hand_over, self._view)

    def _hand_over(self, view: "RowsView") -> None:
        """Let the grid take the focus in place of this pane, now that it is there."""
        if view is self._view:
            if self.has_focus:
                view.grid.focus()
            self.can_focus = False

    def clear(self) -> None:
        """Show no rows; the focus stays here."""
        had_focus = self.has_focus_within
        self.can_focus = True
        if self._view is not None:
            self._view.remove()
            self._view = None
            if had_focus:
                self.focus()

    def take_focus(self) -> None:
        """Give the focus to the rows, or to their place."""
        if self._view is not None and not self.can_focus:
            self._view.grid.focus()
        else:
            self.focus()

    def open_search(self) -> bool:
        """Begin a search over the rows; return whether there are any."""
        if self._view is not None:
            self._view.open_search()
        return self._view is not None

    @property
    def has_rows(self) -> bool:
        """Whether there are rows to look at."""
        return self._view is not None

    @property
    def status_text(self) -> str:
        """The line as plain text."""
        return str(self._status.content)

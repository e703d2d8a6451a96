"""The rows behind a contract's figures, as they are in the files."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult

from portfolio_tui.measures.measure import rows_behind
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.ui.widgets.grid_rows import GridRows

ROW_LIMIT = 100_000


class LinesScreen(AreaScreen):
    """The spend lines of a contract in scope, or the positions that its figures rest on."""

    AUTO_FOCUS: ClassVar[str | None] = "RowsGrid"

    def __init__(self, contract_id: str, *, positions: bool) -> None:
        """Take the contract, and whether its figures rest on positions."""
        super().__init__()
        self._contract_id = contract_id
        self._positions = positions

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Positions" if self._positions else "Lines"

    @property
    def scope(self) -> Scope:
        """The app's states, buyers and period, for this contract alone."""
        return contract_scope(self.portfolio_app.scope, self._contract_id)

    def compose_body(self) -> ComposeResult:
        """Lay out the page; the grid comes with its rows."""
        yield Notice(id="rows-notice")

    def load(self) -> None:
        """Request the rows."""
        session, number = self.session, self.session.next_number()
        query = rows_behind("contract_positions" if self._positions else "contract_lines")
        self._measures[query.name] = query
        parameters = {"contract": self._contract_id}
        run = partial(_rows, session, number, query, self.scope, parameters)
        self._start(self._notice, number, run, self._show_rows, ShownRows(query, parameters, self.scope))

    def _show_rows(self, outcome: "tuple[GridRows, bool]") -> None:
        from portfolio_tui.ui.rows_view import RowsView

        rows, truncated = outcome
        self.query(RowsView).remove()
        noun = "positions" if self._positions else "spend lines"
        if not rows.row_count:
            self._notice.say(f"No {noun} of this contract in this scope and period.")
            return
        told = f"{count(rows.row_count)} {noun if rows.row_count > 1 else noun[:-1]}, newest first"
        if truncated:
            self._notice.say(f"The first {told}; there are more: e exports all.", "running-out")
        else:
            self._notice.say(told)
        view = RowsView(rows, truncated=truncated)
        self.mount(view, after=self._notice)
        view.call_after_refresh(view.grid.focus)

    def action_search(self) -> None:
        """Search the rows, which have a search of their own, wherever the focus is."""
        from portfolio_tui.ui.rows_view import RowsView

        for view in self.query(RowsView):
            view.open_search()

    @property
    def _notice(self) -> Notice:
        return self.query_one("#rows-notice", Notice)


def contract_scope(scope: Scope, contract_id: str) -> Scope:
    """Return `scope` for one contract: its states, buyers and period stay, what else chose contracts goes."""
    return replace(scope, alliances=(), categories=(), vendors=(), contracts=(contract_id,))


def _rows(
    session: Session, number: int, query: "DocumentedSQL", scope: Scope, parameters: Mapping[str, Any]
) -> "tuple[GridRows, bool]":
    """Run in a worker thread: the rows made ready for the grid, and whether there are more."""
    from portfolio_tui.ui.widgets.grid_rows import grid_rows

    result = session.result(number, query, scope, parameters, ROW_LIMIT)
    return grid_rows(result.table), result.truncated

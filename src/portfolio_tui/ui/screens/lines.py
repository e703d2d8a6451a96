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
from portfolio_tui.ui.theme import Run
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.query.service import QueryResult

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
        run = partial(_safe_result, session, number, query, self.scope, {"contract": self._contract_id})
        self._start(self._notice, number, run, self._show_rows)

    def _show_rows(self, result: "QueryResult") -> None:
        from portfolio_tui.ui.widgets.rows_grid import RowsGrid

        self.query(RowsGrid).remove()
        noun = "positions" if self._positions else "spend lines"
        if not result.row_count:
            self._notice.say(f"No {noun} of this contract in this scope and period.")
            return
        rows = f"{count(result.row_count)} {noun if result.row_count > 1 else noun[:-1]}, newest first"
        if result.truncated:
            self._notice.say(f"The first {rows}; there are more. A narrower scope shows them.", "running-out")
        else:
            self._notice.say(rows)
        grid = RowsGrid(result.table, self._show_cell, fixed_columns=2)
        self.mount(grid, after=self._notice)
        grid.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no search: the grid shows rows as they are, all of them."""
        return False if action == "search" else super().check_action(action, parameters)

    def action_copy_row(self) -> None:
        """Copy the row at the cursor, cells separated by tabs, through the terminal."""
        row = self._row_texts()
        if row is None:
            self.notify("There is no row to copy.", timeout=3)
        else:
            self.app.copy_to_clipboard("\t".join(row))
            self.notify(f"Copied the row of {row[0]}, where the terminal allows it.", markup=False, timeout=4)

    def action_view_row(self) -> None:
        """Show the whole cell at the cursor, as Enter does."""
        from portfolio_tui.ui.widgets.rows_grid import RowsGrid

        for grid in self.query(RowsGrid):
            grid.action_select_cursor()

    def _row_texts(self) -> list[str] | None:
        from portfolio_tui.ui.widgets.rows_grid import RowsGrid

        return next((grid.texts_at_cursor() for grid in self.query(RowsGrid)), None)

    def _show_cell(self, title: str, value: str) -> None:
        self._notice.show_runs((Run(f"{title}  ", "muted"), Run(value)))

    @property
    def _notice(self) -> Notice:
        return self.query_one("#rows-notice", Notice)


def contract_scope(scope: Scope, contract_id: str) -> Scope:
    """Return `scope` for one contract: its states, buyers and period stay, what else chose contracts goes."""
    return replace(scope, alliances=(), categories=(), vendors=(), contracts=(contract_id,))


def _safe_result(
    session: Session, number: int, query: "DocumentedSQL", scope: Scope, parameters: Mapping[str, Any]
) -> "QueryResult":
    """Run in a worker thread: the rows with every text made fit to be shown."""
    from portfolio_tui.ui.widgets.rows_grid import safe_table

    result = session.result(number, query, scope, parameters, ROW_LIMIT)
    return replace(result, table=safe_table(result.table))

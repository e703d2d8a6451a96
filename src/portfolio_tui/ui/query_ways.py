"""The ways to the pages of queries, which are imported only once one goes there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from portfolio_tui.errors import UserError

if TYPE_CHECKING:
    from portfolio_tui.query.history import PastRun
    from portfolio_tui.query.saved_queries import SavedQuery
    from portfolio_tui.ui.app import PortfolioApp


def open_query(app: "PortfolioApp", saved: "SavedQuery", past: "PastRun | None" = None) -> None:
    """Open the page of a saved query, on top of what is shown; `past` is a run of it to repeat."""
    from portfolio_tui.ui.screens.query import QueryScreen

    top = app.data_screen
    if past is not None or not (isinstance(top, QueryScreen) and top.saved == saved):
        app.push_screen(QueryScreen(saved, past))


def write_sql(app: "PortfolioApp") -> None:
    """Open the editor for SQL of one's own."""
    from portfolio_tui.ui.screens.query_editor import QueryEditorScreen

    if not isinstance(app.data_screen, QueryEditorScreen):
        app.push_screen(QueryEditorScreen())


def edit_query(app: "PortfolioApp", saved: "SavedQuery", given: Mapping[str, str]) -> None:
    """Open the editor on a copy of a saved query, its form filled with the values `given`."""
    from portfolio_tui.ui.screens.query_editor import QueryEditorScreen

    if not isinstance(app.data_screen, QueryEditorScreen):
        app.push_screen(QueryEditorScreen(saved, given=given))


def open_history(app: "PortfolioApp") -> None:
    """Open the list of what was run."""
    from portfolio_tui.ui.screens.queries_history import QueriesHistoryScreen

    if not isinstance(app.data_screen, QueriesHistoryScreen):
        app.push_screen(QueriesHistoryScreen())


def repeat(app: "PortfolioApp", past: "PastRun") -> None:
    """Open the page of a past run with its values filled in; say so where its query is gone."""
    from portfolio_tui.ui.screens.query_editor import QueryEditorScreen

    if not past.name:
        app.push_screen(QueryEditorScreen(past=past))
    elif app.saved_queries is None:
        app.notify("The saved queries are still being read.", timeout=3)
    else:
        try:
            open_query(app, app.saved_queries.find(past.name), past)
        except UserError as error:
            app.notify(str(error), severity="warning", markup=False)

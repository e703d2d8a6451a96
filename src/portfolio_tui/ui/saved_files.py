"""The saved queries as the dashboard knows them: read off the event loop, again when that may matter."""

from typing import TYPE_CHECKING

from portfolio_tui.portfolio.problems import Problem, Severity
from portfolio_tui.query.saved_queries import SavedQueries, load_saved_queries

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio_tui.ui.app import PortfolioApp


class SavedFiles:
    """Reads the files of the saved queries for the app, which holds what was read as `saved_queries`."""

    def __init__(self, app: "PortfolioApp") -> None:
        self._app = app

    def read(self) -> None:
        """Read the queries of the open portfolio, the user's own and the bundled ones, in a worker thread."""
        if self._app.session is not None:
            folder = self._app.session.portfolio.folder
            self._app.run_worker(lambda: self._read(folder), thread=True, group="saved-queries")

    def _read(self, folder: "Path") -> None:
        """Run in a worker thread."""
        self._app.call_later(self._take, folder, load_saved_queries(folder))

    def _take(self, folder: "Path", saved: SavedQueries) -> None:
        if self._app.session is not None and self._app.session.portfolio.folder == folder:
            self._app.saved_queries = saved

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files of queries: which file, which line, and what to do."""
        saved = self._app.saved_queries
        return tuple(
            Problem(
                Severity.WARNING,
                f"line {error.line}: {str(error).removeprefix(f'{error.path}, line {error.line}: ')}",
                file=error.path,
            )
            for error in (() if saved is None else saved.problems)
        )

"""Portfolios that tests only look at: written once, opened once, and each question about them asked once.

Over so few rows nearly all of a question's time goes into planning it, and most tests ask the same ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from portfolio_tui.portfolio.fingerprint import stamp
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.query.engine import Engine, open_engine
from portfolio_tui.query.service import QueryRequest, QueryResult, QueryService
from tests.ui.portfolio_fixture import write_city_portfolio, write_small_portfolio


@dataclass(frozen=True)
class SharedEngine(Engine):
    """An engine over files that nobody changes, with what it has answered."""

    answers: dict[object, QueryResult] = field(default_factory=dict)


class SharedPortfolios:
    """The portfolios `small` and `city` in one folder, and an engine over each that was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.small = write_small_portfolio(self.folder / "small")
        self.city = write_city_portfolio(self.folder / "city")
        self._stamps = self._marks()
        self._engines: dict[Path, SharedEngine] = {}
        self._lock = Lock()

    def open_engine(
        self,
        portfolio: Portfolio,
        on_connected: Callable[[Callable[[], None]], None] | None = None,
        writable: Sequence[Path] = (),
    ) -> Engine:
        """Open an engine as the dashboard does; over one of these portfolios, connect to the one it has."""
        folder = portfolio.folder.resolve()
        if folder.parent != self.folder or writable:
            return open_engine(portfolio, on_connected=on_connected, writable=writable)
        with self._lock:
            if folder not in self._engines:
                self._engines[folder] = SharedEngine(**vars(open_engine(portfolio)))
            engine = self._engines[folder]
            return replace(engine, connection=engine.connection.cursor())

    def assert_untouched(self) -> None:
        """Fail when a test has changed a file that the other tests look at."""
        assert self._marks() == self._stamps

    def close(self) -> None:
        """Close the engines."""
        for engine in self._engines.values():
            engine.close()

    def _marks(self) -> Mapping[Path, str]:
        return {folder: stamp(folder) for folder in (self.small, self.city)}


class RememberingService(QueryService):
    """A service that answers a question about a shared portfolio from memory once it was answered."""

    def run(self, request: QueryRequest) -> QueryResult:
        """Run `request`, which is refused as ever when it was cancelled or the service is closed."""
        if not isinstance(self.engine, SharedEngine):
            return super().run(request)
        answers = self.engine.answers
        question = (request.query.sql, request.scope, repr(request.parameters), request.row_limit)
        if question not in answers:
            answers[question] = super().run(request)
        else:
            self._start(request)
            self._finish(request)
        return replace(answers[question], request=request)

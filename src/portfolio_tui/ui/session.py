"""An opened portfolio with everything that screens ask of it, made off the event loop."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_tui.measures.measure import Measure, Row
from portfolio_tui.measures.portfolio_rows import NAMES, Name
from portfolio_tui.portfolio.problems import PortfolioError, Problem, Severity
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.scope_sentence import scope_sentence

if TYPE_CHECKING:
    from portfolio_tui.portfolio.opening import Portfolio
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.query.service import OnOutliving, QueryRequest, QueryResult, QueryService

QUERIES_AT_ONCE = 2
"""More would only slow each other down: one query already uses every core."""


class _Counter:
    """Counts what is under way, in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def __enter__(self) -> None:
        with self._lock:
            self.count += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.count -= 1


@dataclass(frozen=True, eq=False)
class Session:
    """A portfolio, the service that queries it, the mark of its files, and the names of what is in it."""

    portfolio: "Portfolio"
    service: "QueryService"
    stamp: str
    names: tuple[Name, ...]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)
    _slots: threading.Semaphore = field(
        default_factory=lambda: threading.Semaphore(QUERIES_AT_ONCE), repr=False
    )
    _awaited: _Counter = field(default_factory=_Counter, repr=False)

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.portfolio.manifest.currency

    @property
    def row_count(self) -> int:
        """How many rows the portfolio's tables have together."""
        return sum(table.row_count for table in self.portfolio.tables.values())

    def next_number(self) -> int:
        """Return a request number that no other request of this dashboard has."""
        return next(self._numbers)

    def as_of(self, scope: Scope) -> dt.date:
        """Return the as-of date that holds for `scope`."""
        return self.service.engine.as_of(scope)

    def sentence(self, scope: Scope) -> str:
        """Return `scope` as one plain sentence."""
        return scope_sentence(scope, self._names_by_id)

    def name_of(self, kind: str, id_: str) -> str:
        """Return the name of the alliance, category, contract, state or vendor of that id, else the id."""
        return self._names_by_id.get((kind, id_), id_)

    @cached_property
    def _names_by_id(self) -> Mapping[tuple[str, str], str]:
        return {(name.kind, name.id): name.name for name in self.names}

    def unknown_in(self, scope: Scope) -> tuple[str, ...]:
        """Return what `scope` names and the portfolio has no contract of, as "alliance X"."""
        known = self._names_by_id
        chosen = [("alliance", scope.alliances), ("vendor", scope.vendors), ("contract", scope.contracts)]
        unknown = [f"{kind} {id_}" for kind, ids in chosen for id_ in ids if (kind, id_) not in known]
        codes = [name.id for name in self.names if name.kind == "category"]
        for category in scope.categories:
            stem = category.rstrip("0")
            unknown += [] if any(code.startswith(stem) for code in codes) else [f"category {category}"]
        return tuple(unknown)

    def check_contents(self) -> tuple[Problem, ...]:
        """Return every problem of the files: columns, then rows; takes a while, call it in a worker thread.

        Raises QueryCancelledError when the session is closed meanwhile.
        """
        from portfolio_tui.query.contents import check_contents

        found = check_contents(self.service, self.portfolio, self._numbers)
        return (*self.portfolio.warnings, *found)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was found wrong on opening, before any row was read."""
        return (*self.portfolio.warnings, *self.service.engine.warnings)

    def rows(
        self, number: int, measure: Measure[Row], scope: Scope, parameters: Mapping[str, Any]
    ) -> tuple[Row, ...]:
        """Run `measure` to its end and return its typed rows; call it in a worker thread.

        Raises QueryError.
        """
        return measure.rows(self.result(number, measure.query, scope, parameters))

    def result(
        self,
        number: int,
        query: "DocumentedSQL",
        scope: Scope,
        parameters: Mapping[str, Any],
        row_limit: int | None = None,
    ) -> "QueryResult":
        """Run documented SQL to its end and return its Arrow table; call it in a worker thread.

        Raises QueryError.
        """
        from portfolio_tui.query.service import QueryRequest

        with self._awaited:
            return self.run(QueryRequest(number, query, scope, parameters, row_limit))

    @property
    def awaits_figures(self) -> bool:
        """Whether somebody waits for figures, so that what is less pressing had better wait too."""
        return self._awaited.count > 0

    def run(self, request: "QueryRequest") -> "QueryResult":
        """Run `request` to its end; call it in a worker thread.

        Few run at once, the others wait for their turn. Raises QueryError.
        """
        with self._slots:
            return self.service.run(request)


def open_session(
    folder: Path,
    numbers: Iterator[int] | None = None,
    on_connected: Callable[[Callable[[], None]], None] | None = None,
    on_outliving: "OnOutliving | None" = None,
) -> Session:
    """Open the portfolio in `folder` with its engine and names; takes a while, call it in a worker thread.

    `numbers` gives the session's request numbers; `on_connected` is given what interrupts the opening,
    `on_outliving` is told of queries that do not stop. Raises PortfolioError or QueryError.
    """
    from portfolio_tui.portfolio.fingerprint import stamp
    from portfolio_tui.portfolio.opening import open_portfolio
    from portfolio_tui.query.engine import open_engine
    from portfolio_tui.query.service import QueryRequest, QueryService

    try:
        mark = stamp(folder)
        portfolio = open_portfolio(folder)
    except OSError as error:
        problem = Problem(
            Severity.ERROR, f"cannot be read ({error.strerror or error}). Check who may read the folder."
        )
        raise PortfolioError(folder, [problem]) from error
    service = QueryService(open_engine(portfolio, on_connected=on_connected), on_outliving)
    names = NAMES.rows(service.run(QueryRequest(0, NAMES.query, Scope())))
    return Session(portfolio, service, mark, names, numbers or count(1))

"""An opened portfolio with everything that screens ask of it, made off the event loop."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_tui.measures.measure import Measure, Row
from portfolio_tui.measures.portfolio_rows import NAMES, Name
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.scope_sentence import scope_sentence

if TYPE_CHECKING:
    from portfolio_tui.portfolio.opening import Portfolio
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.query.service import QueryResult, QueryService


@dataclass(frozen=True)
class Session:
    """A portfolio, the service that queries it, the mark of its files, and the names of what is in it."""

    portfolio: "Portfolio"
    service: "QueryService"
    stamp: str
    names: tuple[Name, ...]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.portfolio.manifest.currency

    def next_number(self) -> int:
        """Return a request number that no other request of this session has."""
        return next(self._numbers)

    def as_of(self, scope: Scope) -> dt.date:
        """Return the as-of date that holds for `scope`."""
        return self.service.engine.as_of(scope)

    def sentence(self, scope: Scope) -> str:
        """Return `scope` as one plain sentence."""
        return scope_sentence(scope, self.names_by_id)

    @cached_property
    def names_by_id(self) -> Mapping[str, str]:
        """The names of alliances, vendors and contracts under their ids."""
        return {name.id: name.name for name in self.names if name.kind in {"alliance", "vendor", "contract"}}

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

        return self.service.run(QueryRequest(number, query, scope, parameters, row_limit))


def open_session(folder: Path) -> Session:
    """Open the portfolio in `folder` with its engine and names; takes a while, call it in a worker thread.

    Raises PortfolioError or QueryError.
    """
    from portfolio_tui.portfolio.fingerprint import stamp
    from portfolio_tui.portfolio.opening import open_portfolio
    from portfolio_tui.query.engine import open_engine
    from portfolio_tui.query.service import QueryRequest, QueryService

    mark = stamp(folder)
    portfolio = open_portfolio(folder)
    service = QueryService(open_engine(portfolio))
    names = NAMES.rows(service.run(QueryRequest(0, NAMES.query, Scope())))
    return Session(portfolio, service, mark, names)

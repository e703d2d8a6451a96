"""One run of the integrity rules: what of it happens in a worker thread, and how it is stopped."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event, Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from portfolio_tui.errors import UserError
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.session import Session

if TYPE_CHECKING:
    from portfolio_tui.checks.acknowledgements import Acknowledgements
    from portfolio_tui.checks.check import Check
    from portfolio_tui.checks.reviewed import Reviewed
    from portfolio_tui.checks.run import Given
    from portfolio_tui.query.service import QueryRequest, QueryResult

WAIT_AT_MOST_SECONDS = 3.0
"""So long a rule lets figures go first; a query may run for ever."""

_LOOK_EVERY = 0.05


@dataclass(frozen=True)
class Checked:
    """What the rules found for one scope, as far as they have run."""

    scope: Scope
    started: float
    """When the run began, by the monotonic clock."""
    checks: "tuple[Check, ...]" = ()
    """Every rule, in the order in which they run; none before they are read."""
    rules: "Mapping[str, Reviewed]" = field(default_factory=lambda: MappingProxyType({}))
    """What those that have run found, by id."""
    running: str | None = None
    """The id of the rule that runs."""
    seconds: float | None = None
    """How long the run took; None while it is under way."""
    stopped: bool = False
    """Whether it was stopped before its end."""
    problem: str = ""
    """What went wrong beside the rules themselves, such as notes that cannot be read."""

    @property
    def is_over(self) -> bool:
        """Whether every rule has run."""
        return self.seconds is not None and not self.stopped


class CheckRun:
    """Runs rules one after another and tells of each; only one rule runs at a time, whoever wants it."""

    def __init__(self, session: Session, scope: Scope, turn: Lock) -> None:
        """Take the session, the scope, and the lock that lets one rule run at a time."""
        self.session = session
        self.scope = scope
        self._turn = turn
        self._number = 0
        self._stopped = Event()
        self._tell_running: Callable[[str], None] = lambda _name: None

    def stop(self) -> None:
        """Have it end at once."""
        self._stopped.set()
        self.session.service.cancel(self._number)

    def results(
        self,
        checks: "tuple[Check, ...]",
        given: "Given",
        acknowledged: "Acknowledgements",
        tell_running: Callable[[str], None],
    ) -> "Iterator[Reviewed]":
        """Run `checks` and give what each found, with notes; call it in a worker thread.

        `tell_running` is told the name of the SQL that begins to run. Raises UserError, and
        QueryCancelledError when it was stopped.
        """
        from portfolio_tui.checks.reviewed import reviewed
        from portfolio_tui.checks.run import run_checks

        self._tell_running = tell_running
        numbers = iter(self.session.next_number, None)
        for result in run_checks(self, checks, self.scope, given, numbers=numbers):
            yield reviewed(result, acknowledged)

    def acknowledged(self) -> "tuple[Acknowledgements, str]":
        """Return what is acknowledged in the portfolio; nothing, and why, where that cannot be read."""
        from portfolio_tui.checks.acknowledgements import Acknowledgements, read_acknowledgements

        try:
            return read_acknowledgements(self.session.portfolio.folder), ""
        except UserError as error:
            return Acknowledgements(), str(error)

    def run(self, request: "QueryRequest") -> "QueryResult":
        """Run one rule's request once no other rule runs and figures had their turn; raises QueryError."""
        from portfolio_tui.query.errors import QueryCancelledError

        self._let_figures_go_first()
        with self._turn:
            self._number = request.number
            if self._stopped.is_set():
                raise QueryCancelledError(f"{request.query.title}: cancelled.")
            self._tell_running(request.query.name)
            return self.session.run(request)

    def _let_figures_go_first(self) -> None:
        """Wait, but not for long, while a page waits for its figures: one query already uses every core."""
        until = time.monotonic() + WAIT_AT_MOST_SECONDS
        while (
            self.session.awaits_figures and time.monotonic() < until and not self._stopped.wait(_LOOK_EVERY)
        ):
            pass

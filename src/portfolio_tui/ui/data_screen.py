"""What all screens with figures share: loading panels off the event loop, the trail, and cancelling.

A screen asks `request` for a measure and says which method shows its rows. The measure runs in a worker
thread on a cursor of its own; its outcome comes back as one message with the request's number, and numbers
that are no longer awaited are dropped.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from portfolio_tui.errors import UserError
from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.measures.measure import Measure, Row
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.shown_rows import ShownRows

if TYPE_CHECKING:
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.ui.app import PortfolioApp


class Panel(Protocol):
    """A widget that can say that it is loading, and what went wrong."""

    def show_loading(self, note: str = ...) -> None:
        """Say that figures are on their way."""

    def show_error(self, text: str) -> None:
        """Say what went wrong, in place of figures."""


@dataclass
class _Awaited:
    """A request under way for one panel."""

    number: int
    session: Session
    panel: Panel
    show: Callable[[Any], None]
    started: float
    rows: ShownRows | None = None


class DataScreen(Screen[None]):
    """A screen whose panels show measures for the app's scope.

    Subclasses give `crumb` (what the trail calls the screen) and `load` (which requests every panel), and
    compose their own widgets inside `compose_body`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Stop, or back", id="screen.back", show=False),
        Binding("r", "reload", "Load again", id="screen.reload", show=False),
    ]

    class Outcome(Message):
        """A request has ended: with a value to show, or with an error's text."""

        def __init__(self, number: int, value: object, error: str | None) -> None:
            super().__init__()
            self.number = number
            self.value = value
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self._awaited: dict[Panel, _Awaited] = {}
        self._loaded_for: tuple[Session, Scope] | None = None
        self._measures: dict[str, Measure[Any] | DocumentedSQL] = {}
        self._shown: dict[Panel, ShownRows] = {}

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        raise NotImplementedError

    def load(self) -> None:
        """Request the figures of every panel."""
        raise NotImplementedError

    @property
    def portfolio_app(self) -> "PortfolioApp":
        """The app, typed."""
        return cast("PortfolioApp", self.app)

    @property
    def session(self) -> Session:
        """The session; there is one whenever `load` is called."""
        session = self.portfolio_app.session
        if session is None:
            raise RuntimeError("figures were asked for before a portfolio was open")
        return session

    @property
    def scope(self) -> Scope:
        """The scope that narrows this screen: the app's, unless a subclass narrows it further."""
        return self.portfolio_app.scope

    @property
    def measures_shown(self) -> "tuple[Measure[Any] | DocumentedSQL, ...]":
        """The measures whose figures this screen has asked for, in that order."""
        return tuple(self._measures.values())

    @property
    def help_topic(self) -> str:
        """The name of the measure or rule at whose definition the help starts; empty for its top."""
        return ""

    @property
    def check_scope(self) -> Scope | None:
        """The scope for which this screen shows what the integrity rules found; None where it shows none."""
        return None

    def on_mount(self) -> None:
        """Count the seconds of whatever is loading, and follow the app's scope and session."""
        self.set_interval(1.0, self._tell_elapsed)
        self.watch(self.app, "scope", self._follow, init=False)
        self.watch(self.app, "session", self._follow, init=False)

    def on_unmount(self) -> None:
        """Stop what nobody will look at any more."""
        self._stop_all()

    def _follow(self) -> None:
        """Load for another scope or portfolio: at once when in sight, else when it comes into sight again."""
        if self.portfolio_app.data_screen is self:
            self.load_if_needed()
        else:
            self._stop_all()
            self._loaded_for = None

    def on_screen_resume(self) -> None:
        """Load, unless what is shown is still what the scope asks for."""
        self.load_if_needed()

    def load_if_needed(self) -> None:
        """Load once a portfolio is open and either it or the scope is another than what is shown."""
        session = self.portfolio_app.session
        if self.is_mounted and session is not None and self._loaded_for != (session, self.scope):
            self._loaded_for = (session, self.scope)
            self.load()

    def request(
        self,
        panel: Panel,
        measure: Measure[Row],
        show: Callable[[tuple[Row, ...]], None],
        parameters: Mapping[str, Any] | None = None,
        scope: Scope | None = None,
    ) -> None:
        """Run `measure` for `panel`, then call `show` with its rows; stops the panel's request before it."""
        session, narrowed = self.session, scope or self.scope
        number = session.next_number()
        run = partial(session.rows, number, measure, narrowed, parameters or {})
        self._measures[measure.name] = measure
        self._start(panel, number, run, show, ShownRows(measure, parameters or {}, narrowed))

    def request_table(
        self,
        panel: Panel,
        query: "DocumentedSQL",
        show: Callable[[Any], None],
        parameters: Mapping[str, Any],
        row_limit: int,
    ) -> None:
        """Run documented SQL for `panel` and call `show` with its QueryResult, an Arrow table inside."""
        session = self.session
        number = session.next_number()
        run = partial(session.result, number, query, self.scope, parameters, row_limit)
        self._measures[query.name] = query
        self._start(panel, number, run, show, ShownRows(query, parameters, self.scope))

    def rows_to_export(self) -> tuple[ShownRows, ...]:
        """Return what is shown, the panel in focus first: each as it can be run again to its end."""
        focused = cast("Panel | None", self.focused)
        asked_for = list(self._measures)
        panels = sorted(
            self._shown,
            key=lambda panel: (panel is not focused, asked_for.index(self._shown[panel].name)),
        )
        found = {
            (rows.name, rows.scope): replace(rows, kept=self.kept_rows(rows))
            for rows in map(self._shown.__getitem__, panels)
        }
        return tuple(found.values())

    def kept_rows(self, rows: ShownRows) -> KeptRows | None:  # noqa: ARG002 for those who override it
        """Return which of `rows` a search or a view leaves in sight; None for all of them."""
        return None

    def _start(
        self,
        panel: Panel,
        number: int,
        run: Callable[[], object],
        show: Callable[[Any], None],
        rows: ShownRows | None = None,
    ) -> None:
        self._stop(panel)
        self._shown.pop(panel, None)
        self._awaited[panel] = _Awaited(number, self.session, panel, show, time.monotonic(), rows)
        panel.show_loading()
        self.run_worker(
            partial(self._work, number, run),
            thread=True,
            group="measures",
            exit_on_error=False,
            name=str(number),
        )

    def _work(self, number: int, run: Callable[[], object]) -> None:
        """Run in a worker thread: never touch a widget here, only post the outcome."""
        try:
            value, error = run(), None
        except UserError as failure:
            value, error = None, str(failure)
        self.post_message(self.Outcome(number, value, error))

    @on(Worker.StateChanged)
    def _tell_unexpected(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.name.isdigit():
            text = f"Something unexpected went wrong: {event.worker.error}. Press r to load again."
            self.post_message(self.Outcome(int(event.worker.name), None, text))

    @on(Outcome)
    def _show_outcome(self, message: Outcome) -> None:
        for panel, awaited in list(self._awaited.items()):
            if awaited.number == message.number:
                del self._awaited[panel]
                if message.error is None:
                    if awaited.rows is not None:
                        self._shown[panel] = awaited.rows.counted(message.value)
                    awaited.show(message.value)
                else:
                    panel.show_error(message.error)
        if not self._awaited:
            self.on_all_shown()

    def on_all_shown(self) -> None:
        """Do what is due once no panel waits for figures any more."""

    @property
    def is_loading(self) -> bool:
        """Whether any panel still waits for its figures."""
        return bool(self._awaited)

    def _stop(self, panel: Panel) -> None:
        awaited = self._awaited.pop(panel, None)
        if awaited is not None:
            awaited.session.service.cancel(awaited.number)

    def _stop_all(self) -> None:
        for panel in list(self._awaited):
            self._stop(panel)

    def _tell_elapsed(self) -> None:
        for awaited in self._awaited.values():
            seconds = int(time.monotonic() - awaited.started)
            if seconds:
                awaited.panel.show_loading(f"Loading … {seconds} s · Esc stops")

    def action_cancel(self) -> None:
        """Stop whatever is loading and say so in its place."""
        for panel in list(self._awaited):
            self._stop(panel)
            panel.show_error("Stopped. Press r to load again.")

    def action_reload(self) -> None:
        """Load every panel anew."""
        if self.portfolio_app.session is not None:
            self._loaded_for = (self.session, self.scope)
            self.load()

    def action_back(self) -> None:
        """Stop what is loading; with nothing to stop, go back along the trail."""
        if self.is_loading:
            self.action_cancel()
        else:
            self.portfolio_app.go_back()

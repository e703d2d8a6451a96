"""The history of queries: what was run on this portfolio, the newest first; Enter runs it again."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from portfolio_tui.query.history import Outcome, PastRun, history_of
from portfolio_tui.query.saved_queries import SavedQueries
from portfolio_tui.query.written_sql import header_words
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.figures import MISSING, count
from portfolio_tui.ui.query_ways import repeat
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.theme import Ink
from portfolio_tui.ui.widgets.cells import Cell, Column, figure_column
from portfolio_tui.ui.widgets.ledger import Ledger

_OUTCOME_INKS: dict[Outcome, Ink] = {
    Outcome.DONE: "muted",
    Outcome.CANCELLED: "running-out",
    Outcome.FAILED: "over",
}


@dataclass(frozen=True)
class PastLine:
    """A run in the list: how many came after it, what ran, and its scope in words."""

    age: int
    run: PastRun
    what: str
    scope: str

    @property
    def values(self) -> str:
        """The values it ran with, as "days = 90, state = VT"."""
        given = self.run.parameters.items()
        return ", ".join(f"{name} = {text}" for name, text in given if text)

    @property
    def rows(self) -> str:
        """How many rows came, with a sign where there were more."""
        if self.run.rows is None:
            return MISSING
        return f"{count(self.run.rows)}+" if self.run.truncated else count(self.run.rows)

    @property
    def end(self) -> str:
        """How it ended, and why if it failed."""
        return f"{self.run.outcome} · {self.run.message}" if self.run.message else self.run.outcome.value


_COLUMNS: tuple[Column[PastLine], ...] = (
    Column("what", "Query", lambda line: Cell(line.what, exact=line.run.sql), 22, flex=4, priority=9),
    Column("values", "With", lambda line: Cell(line.values, "muted"), 14, flex=3, priority=6),
    Column("scope", "Scope", lambda line: Cell(line.scope, "muted"), 24, flex=3, priority=2),
    figure_column("rows", "Rows", lambda line: Cell(line.rows), lambda line: line.run.rows, 9, priority=8),
    figure_column(
        "seconds",
        "Took",
        lambda line: Cell(f"{line.run.seconds:.1f} s"),
        lambda line: round(line.run.seconds * 1000),
        8,
        priority=7,
    ),
    Column(
        "end", "Ended", lambda line: Cell(line.end, _OUTCOME_INKS[line.run.outcome]), 9, flex=2, priority=8
    ),
)


class QueriesHistoryScreen(AreaScreen):
    """The list of past runs."""

    AUTO_FOCUS: ClassVar[str | None] = "#past"

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "History"

    def compose_body(self) -> ComposeResult:
        """Lay out the list."""
        yield Ledger[PastLine](
            _COLUMNS, lambda line: line.age, empty="No query was run on this portfolio yet.", id="past"
        )

    def on_mount(self) -> None:
        """Follow the saved queries, whose titles the list shows."""
        if self.portfolio_app.saved_queries is None:
            self.portfolio_app.saved_files.read()
        self.watch(self.app, "saved_queries", self._load_anew, init=False)

    def _load_anew(self) -> None:
        self._loaded_for = None
        self.load_if_needed()

    def load(self) -> None:
        """Read what was run."""
        find = partial(_past_lines, self.session, self.portfolio_app.saved_queries)
        self._start(self._ledger, self.session.next_number(), find, self._ledger.show)

    def on_screen_resume(self) -> None:
        """Read the runs again: there may be more by now."""
        self._loaded_for = None

    @on(Ledger.Chosen, "#past")
    def _run_again(self, event: Ledger.Chosen[PastLine]) -> None:
        repeat(self.portfolio_app, event.row.run)

    @property
    def _ledger(self) -> Ledger[PastLine]:
        return self.query_one("#past", Ledger)


def _past_lines(session: Session, saved: SavedQueries | None) -> tuple[PastLine, ...]:
    """Run in a worker thread."""
    queries = () if saved is None else saved.queries
    titles = {known.query.name: known.query.title for known in queries}
    return tuple(
        PastLine(age, run, _what(run, titles), session.sentence(run.scope))
        for age, run in enumerate(history_of(session.portfolio.folder).runs())
    )


def _what(run: PastRun, titles: dict[str, str]) -> str:
    """Return what ran in a few words: the query's title, else the SQL on one line."""
    if run.name:
        return titles.get(run.name, run.name)
    return header_words(run.sql)[0] or " ".join(run.sql[:500].split())

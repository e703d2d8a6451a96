"""The Queries area: every saved query with what it tells, SQL of one's own, and what was run before."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from portfolio_tui.query.drafts import drafts_of
from portfolio_tui.query.parameters import Parameter
from portfolio_tui.query.saved_queries import Origin, SavedQuery
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.panels import WAITING
from portfolio_tui.ui.plain_text import folded, shown
from portfolio_tui.ui.query_ways import open_history, open_query, write_sql
from portfolio_tui.ui.theme import Run, Runs, content_of
from portfolio_tui.ui.widgets.cells import Cell, Column
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.notice import Notice

_WIDE = 110
_LOW = 20


@dataclass(frozen=True)
class Entry:
    """One line of the list: a saved query, or something else that can be done here."""

    key: str
    title: str
    description: str
    saved: SavedQuery | None = None
    has_draft: bool = False

    @property
    def name(self) -> str:
        """The name of the query, empty for what is none."""
        return "" if self.saved is None else self.saved.query.name

    @property
    def origin(self) -> str:
        """Where the query comes from, and whether there are changes to it that are not saved."""
        parts = [] if self.saved is None else [self.saved.origin.value]
        return " · ".join([*parts, "draft"] if self.has_draft else parts)

    @property
    def origin_cell(self) -> Cell:
        """The origin; what is not bundled stands out."""
        is_own = self.has_draft or (self.saved is not None and self.saved.origin is not Origin.BUNDLED)
        return Cell(self.origin, "accent" if is_own else "muted")


_WRITE = Entry(
    "\nwrite",
    "Write SQL",
    "SQL of your own over the portfolio's tables, with completion of tables and columns. What you change and "
    "do not save is kept as a draft.",
)
_HISTORY = Entry(
    "\nhistory",
    "History",
    "What was run on this portfolio, with its values, scope and rows; Enter runs it again.",
)
_COLUMNS = (
    Column[Entry]("title", "Query", lambda entry: Cell(entry.title), 36, flex=1, priority=9),
    Column[Entry]("origin", "From", lambda entry: entry.origin_cell, 17, priority=8),
    Column[Entry]("name", "Name", lambda entry: Cell(entry.name, "muted"), 34, priority=2),
    # Too wide to be shown: what it is about is told beside the list, and is searched.
    Column[Entry]("description", "", lambda entry: Cell(entry.description), 9999, priority=0, sortable=False),
)


class QueriesScreen(AreaScreen):
    """The Queries area."""

    AREA = "queries"
    AUTO_FOCUS: ClassVar[str | None] = "#queries"
    DEFAULT_CSS = """
    QueriesScreen {
        #queries-body { height: 1fr; }
        #query-faults { display: none; }
        #query-faults.-needed { display: block; }
        #query-told { height: 7; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        #query-told Static { height: auto; }
        &.-low #query-told { display: none; }
        &.-wide #queries-body { layout: horizontal; }
        &.-wide #queries { width: 3fr; }
        &.-wide #query-told { width: 2fr; height: 1fr; padding: 1 1 0 2; }
    }
    """

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Queries"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        yield Notice(id="query-faults")
        with Container(id="queries-body"):
            yield Ledger[Entry](
                _COLUMNS, lambda entry: entry.key, empty="There are no saved queries.", id="queries"
            )
            with VerticalScroll(id="query-told", can_focus=False):
                yield Static(id="query-about")

    def on_mount(self) -> None:
        """Say what the first picture waits for, and follow what is read."""
        if self.portfolio_app.saved_queries is None:
            self._ledger.show_loading(WAITING)
        self.watch(self.app, "saved_queries", self._show_queries)

    def on_resize(self, event: events.Resize) -> None:
        """Tell of the query beside the list where there is room, else beneath it."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self.set_class(event.size.height < _LOW, "-low")

    def load(self) -> None:
        """Read the queries anew: files may have come or changed."""
        self.portfolio_app.saved_files.read()

    def on_screen_resume(self) -> None:
        """Read the queries anew: one may have been saved, or a draft begun."""
        self.portfolio_app.saved_files.read()
        self._show_queries()

    def _show_queries(self) -> None:
        saved = self.portfolio_app.saved_queries
        if saved is None:
            return
        drafts = drafts_of(self.portfolio_app.folder)
        write = Entry(_WRITE.key, _WRITE.title, _WRITE.description, has_draft=drafts.has())
        in_order = sorted(saved.queries, key=lambda query: folded(query.query.title))
        listed = [_entry(query, has_draft=drafts.has(query.query.name)) for query in in_order]
        self._ledger.show([write, _HISTORY, *listed])
        faults = len(saved.problems)
        notice = self.query_one("#query-faults", Notice)
        notice.set_class(bool(faults), "-needed")
        files = "1 query file" if faults == 1 else f"{faults} query files"
        notice.say(f"{files} cannot be used: p tells which and why", "running-out")

    @on(Ledger.Highlighted, "#queries")
    def _tell(self, event: Ledger.Highlighted[Entry]) -> None:
        self.query_one("#query-about", Static).update(content_of(_about(event.row)))
        self.query_one("#query-told").scroll_home(animate=False)

    @on(Ledger.Chosen, "#queries")
    def _open(self, event: Ledger.Chosen[Entry]) -> None:
        entry = event.row
        if entry.saved is not None:
            open_query(self.portfolio_app, entry.saved)
        elif entry.key == _HISTORY.key:
            open_history(self.portfolio_app)
        else:
            write_sql(self.portfolio_app)

    @property
    def _ledger(self) -> Ledger[Entry]:
        return self.query_one("#queries", Ledger)


def _entry(saved: SavedQuery, *, has_draft: bool) -> Entry:
    query = saved.query
    return Entry(query.name, query.title, query.header["description"], saved, has_draft)


def _about(entry: Entry) -> Runs:
    """Return what is told of an entry: name, what it answers, what it takes, where it lies."""
    runs = [Run(shown(entry.title), "strong")]
    if entry.saved is None:
        return (*runs, Run(f"\n{entry.description}"))
    query = entry.saved.query
    runs += [Run(f"  {shown(query.name)} · {entry.origin}", "muted"), Run(f"\n{shown(entry.description)}")]
    if query.parameters:
        runs += [Run("\ntakes ", "muted"), Run(", ".join(map(_parameter, query.parameters)))]
    if entry.saved.origin is not Origin.BUNDLED:
        runs += [Run("\nfile ", "muted"), Run(shown(str(query.path)))]
    return tuple(runs)


def _parameter(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f" = {shown(parameter.default)}"
    return f"{shown(parameter.label)}{default}"

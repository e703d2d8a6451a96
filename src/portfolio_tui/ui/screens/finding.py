"""The page of one finding: what was found in words, and the rows behind it side by side."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult

from portfolio_tui.query.parameters import text_of
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.check_words import rule_heading, why_none
from portfolio_tui.ui.figures import day, exact_money
from portfolio_tui.ui.frame import FitLine
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.finding_actions import FindingActions
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from portfolio_tui.checks.behind import Behind
    from portfolio_tui.checks.reviewed import Finding, Reviewed
    from portfolio_tui.checks.run import CheckResult
    from portfolio_tui.measures.measure import Measure
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.ui.check_place import Place
    from portfolio_tui.ui.side_by_side import SideBySide

ROWS_AT_MOST = 50
"""More rows are not put side by side; an extract has them all."""

_OPEN: Runs = (Run("a", "accent"), Run(" acknowledges it", "muted"))
_KNOWN: Runs = (
    Run("✓ acknowledged", "fine"),
    Run(" · ", "muted"),
    Run("u", "accent"),
    Run(" undoes it", "muted"),
)
_TALL, _LOW = 32, 16


class FindingScreen(FindingActions):
    """One finding. Below its words the rows behind it stand side by side, a column of theirs a line.

    In another scope the rules run again, and it is told whether they find it there too.
    """

    NO_FINDING: ClassVar[str] = "In this scope there is no such finding."
    AUTO_FOCUS: ClassVar[str | None] = "RowsGrid"
    DEFAULT_CSS = """
    FindingScreen {
        #finding-title { padding: 0 1; }
        #finding-summary { max-height: 3; }
        #finding-about { max-height: 3; }
        #finding-details { max-height: 3; }
        #rows-note { height: 1; margin: 1 0 0 0; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-tall #finding-summary { margin: 1 0; max-height: 6; }
        &.-tall #finding-details { max-height: 8; }
        &.-low #finding-summary { max-height: 1; }
        &.-low #finding-about, &.-low #finding-details, &.-low #rows-note { display: none; }
    }
    """

    def __init__(self, place: "Place | None", rule: "Reviewed", finding: "Finding") -> None:
        """Take what the list was about in which it stood, the rule, and its finding."""
        super().__init__()
        self.place = place
        self._check = rule.check
        self._first_seen = finding
        self._rows_of: CheckResult | None = None

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return self._first_seen.finding

    @property
    def finding(self) -> "Finding | None":
        """The finding as the rule found it in this scope; None where it did not, or not yet."""
        rule = self.rule_of(self._first_seen)
        found = rule.findings if rule is not None else ()
        return next((one for one in found if one.finding == self._first_seen.finding), None)

    def compose_body(self) -> ComposeResult:
        """Lay out the page; the rows come once they are read."""
        yield FitLine("finding-title")
        yield Notice(id="finding-summary")
        yield Notice(id="finding-about")
        yield Notice(id="finding-details")
        yield Notice(id="rows-note")

    def on_mount(self) -> None:
        """Say what was found, at once."""
        self.watch(self.app, "checks_changed", self._tell, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Let the page breathe where there is room."""
        self.set_class(event.size.height >= _TALL, "-tall")
        self.set_class(event.size.height < _LOW, "-low")
        self._tell()

    def on_screen_resume(self) -> None:
        """Show a note that was made meanwhile."""
        super().on_screen_resume()
        self._tell()

    # --- in words

    def load(self) -> None:
        """Run the rules for the scope, unless they did, and request the rows behind the finding."""
        self._rows_of = None
        self.portfolio_app.checks.want(self.findings_scope)
        self._tell()

    def _tell(self) -> None:
        if self.portfolio_app.session is None or self.portfolio_app.data_screen is not self:
            return
        finding, rule = self.finding, self.rule_of(self._first_seen)
        first, *rest = rule_heading(self._check)
        marks = () if finding is None else _KNOWN if finding.note is not None else _OPEN
        self.query_one("#finding-title", FitLine).show(first, tuple(rest), (marks, ()))
        about = self.query_one("#finding-about", Notice)
        details: Runs = ()
        if finding is None or rule is None:
            self._drop_rows()
            self._summary.say(self._why_none(rule))
            about.say(f"It was: {self._first_seen.summary}")
        else:
            self._summary.say(finding.summary, "strong")
            about.show_runs(_about(finding, self.session))
            details = self._details(rule, finding)
            self._request_rows(rule.result, finding)
        self.query_one("#finding-details", Notice).show_runs(details)
        self.query_one("#finding-details").display = bool(details)

    def _why_none(self, rule: "Reviewed | None") -> str:
        """Return why the finding is not there: it is not in this scope, or that is not known yet."""
        checked = self.checked
        if rule is not None and rule.ran:
            return "The rule does not find it in this scope. Escape leads back to what it finds."
        if rule is not None:
            return f"The rule {why_none(rule)}"
        if checked is not None and checked.stopped:
            return (
                "The rules were stopped before this one ran. Escape leads back, and r runs them again there."
            )
        return "The rules run for this scope …"

    def _details(self, rule: "Reviewed", finding: "Finding") -> Runs:
        """Return its note, and where there is room the rule's own columns."""
        from portfolio_tui.checks.reviewed import details

        note = () if finding.note is None else (Run("✓ ", "fine"), Run(shown(finding.note)))
        own = details(rule.result, finding.position) if self.has_class("-tall") else {}
        told = [
            f"{name.replace('_', ' ')} {text_of(value)}" for name, value in own.items() if value is not None
        ]
        between = (Run("\n"),) if note and told else ()
        return (*note, *between, Run(shown(" · ".join(told)), "muted")) if note or told else ()

    # --- the rows behind

    def _request_rows(self, result: "CheckResult", finding: "Finding") -> None:
        """Request the rows behind the finding, unless they were for this very result."""
        from portfolio_tui.checks.behind import behind

        if result is self._rows_of:
            return
        self._drop_rows()
        self._rows_of = result
        asked = behind(result, finding.position)
        if asked is None:
            self._note.say("No row is behind it: what is missing is the row itself.")
            return
        session, number, scope = self.session, self.session.next_number(), self.findings_scope
        run = partial(_side_by_side, session, number, asked, scope)
        rows = ShownRows(asked.query, asked.values, scope, asked.count)
        self._measures[asked.query.name] = asked.query
        self._start(self._note, number, run, self._show_rows, rows)

    def _drop_rows(self) -> None:
        """Take away the rows of a finding that is another now, or is not there."""
        from portfolio_tui.ui.rows_view import RowsView

        self._rows_of = None
        self._stop(self._note)
        self._shown.pop(self._note, None)
        self.query(RowsView).remove()
        self._note.say("")

    def _show_rows(self, rows: "SideBySide") -> None:
        from portfolio_tui.ui.rows_view import RowsView

        if not rows.row_count:
            self._note.say("No row is behind it: what is missing is the row itself.")
            return
        self._note.show_runs(rows.words())
        view = RowsView(rows.grid, pinned=1 if rows.row_count == 1 else 2)
        self.mount(view, after=self._note)
        view.call_after_refresh(view.grid.focus)

    def action_search(self) -> None:
        """Search the rows, which have a search of their own, wherever the focus is."""
        from portfolio_tui.ui.rows_view import RowsView

        for view in self.query(RowsView):
            view.open_search()

    # --- help

    @property
    def help_topic(self) -> str:
        """The rule."""
        return self._check.query.name

    @property
    def measures_shown(self) -> "tuple[Measure[Any] | DocumentedSQL, ...]":
        """The rule, then the totals in the frame."""
        return (self._check.query, *super().measures_shown)

    @property
    def _summary(self) -> Notice:
        return self.query_one("#finding-summary", Notice)

    @property
    def _note(self) -> Notice:
        return self.query_one("#rows-note", Notice)


def _about(finding: "Finding", session: Session) -> Runs:
    """Return what is at stake and what a finding is about, with the keys that lead there."""
    parts: list[Runs] = []
    if finding.amount_at_stake is not None:
        money = exact_money(finding.amount_at_stake, session.currency)
        parts.append((Run(f"{money} {finding.direction or 'at stake'}"),))
    for key, kind, id_ in (
        ("c", "contract", finding.contract_id),
        ("t", "state", finding.state),
        ("w", "vendor", finding.vendor_id),
    ):
        if id_ is not None:
            name = session.name_of(kind, id_)
            words = name if kind != "contract" or name == id_ else f"{id_} {name}"
            parts.append((Run(f"{key} ", "accent"), Run(shown(words), "muted")))
    others = [f"buyer {finding.entity_id}"] if finding.entity_id is not None else []
    others += [day(finding.day)] if finding.day is not None else []
    parts += [(Run(shown(text), "muted"),) for text in others]
    runs: list[Run] = []
    for part in parts:
        runs += [Run(" · ", "muted"), *part] if runs else part
    return tuple(runs)


def _side_by_side(session: Session, number: int, asked: "Behind", scope: Scope) -> "SideBySide":
    """Run in a worker thread."""
    from portfolio_tui.ui.side_by_side import side_by_side

    result = session.result(number, asked.query, scope, asked.values, ROWS_AT_MOST)
    return side_by_side(
        result.table, asked.table, max(asked.count, result.row_count), truncated=result.truncated
    )

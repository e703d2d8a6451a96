"""The Checks area: every rule with what it found, the worst first, and what it is about."""

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.check_columns import RuleLine, rule_columns, rule_lines
from portfolio_tui.ui.check_run import Checked
from portfolio_tui.ui.check_ways import findings_to_export, open_rule
from portfolio_tui.ui.check_words import progress_runs, rule_facts, rule_heading, summary_runs
from portfolio_tui.ui.panels import WAITING
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.theme import Run, Runs, content_of
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.notice import Notice
from portfolio_tui.ui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from portfolio_tui.measures.measure import Measure
    from portfolio_tui.query.documented_sql import DocumentedSQL

_WIDE, _TALL, _LOW = 160, 36, 20


class ChecksScreen(AreaScreen):
    """The Checks area. The rules run when it is first seen; the run goes on when one goes elsewhere."""

    AREA = "checks"
    AUTO_FOCUS: ClassVar[str | None] = "#rules"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "stop", "Stop", id="checks.stop", tooltip="Stop the rules that run"),
    ]
    DEFAULT_CSS = """
    ChecksScreen {
        #checks-note { text-wrap: nowrap; text-overflow: ellipsis; height: 1; }
        #checks-note.-problem { text-wrap: wrap; height: auto; max-height: 4; }
        #checks-body { height: 1fr; }
        #rule-told { height: 6; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        #rule-told Static { height: auto; }
        &.-tall #rule-told { height: 13; }
        &.-low #rule-told { display: none; }
        &.-wide #checks-body { layout: horizontal; }
        &.-wide #rules { width: 2fr; }
        &.-wide #rule-told { width: 1fr; height: 1fr; padding: 1 1 0 2; }
    }
    """

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Checks"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        yield Notice(id="checks-note")
        with Container(id="checks-body"):
            yield Ledger[RuleLine](
                rule_columns(""), lambda line: line.check.id, empty="There are no rules.", id="rules"
            )
            with VerticalScroll(id="rule-told", can_focus=False):
                yield Static(id="rule-about")

    def on_mount(self) -> None:
        """Say what the first picture waits for, and follow what the rules find."""
        if self.portfolio_app.session is None:
            self._ledger.show_loading(WAITING)
        self.watch(self.app, "checks_changed", self._show_found, init=False)
        self.set_interval(1.0, self._tell_progress)

    def on_resize(self, event: events.Resize) -> None:
        """Tell of the rule beside the list where there is room, else beneath it."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self.set_class(event.size.height >= _TALL, "-tall")
        self.set_class(event.size.height < _LOW, "-low")
        self._tell_rule()

    def load(self) -> None:
        """Run the rules for the scope, unless they did."""
        self._ledger.set_columns(rule_columns(self.session.currency))
        self.portfolio_app.checks.want(self.scope)
        self._show_found()

    def on_screen_resume(self) -> None:
        """Show what was found meanwhile."""
        super().on_screen_resume()
        self._show_found()

    def action_reload(self) -> None:
        """Run every rule anew."""
        super().action_reload()
        if self.portfolio_app.session is not None:
            self.portfolio_app.checks.begin(self.scope)

    # --- what was found

    @property
    def _checked(self) -> Checked | None:
        return self.portfolio_app.checks.found(self.scope)

    def _show_found(self) -> None:
        checked = self._checked
        if checked is None or self.portfolio_app.data_screen is not self:
            return
        self.refresh_bindings()
        self._tell_progress()
        if not checked.checks:
            self._ledger.show_loading("Reading the rules …")
            return
        was_at_top = self._ledger.cursor == 0
        self._ledger.show(rule_lines(checked))
        if was_at_top:
            self._ledger.action_first()
        self._tell_rule()

    def _tell_progress(self) -> None:
        checked, note = self._checked, self.query_one("#checks-note", Notice)
        note.set_class(checked is not None and bool(checked.problem), "-problem")
        if checked is None:
            note.say("")
        elif checked.problem:
            note.say(checked.problem, "over")
        elif self.portfolio_app.checks.is_running(self.scope) and checked.seconds is None:
            note.show_runs(progress_runs(checked, int(time.monotonic() - checked.started)))
        elif checked.stopped:
            done = f"Stopped after {len(checked.rules)} of {len(checked.checks)} rules. "
            note.show_runs((Run(done, "running-out"), Run("r runs them all again.", "muted")))
        else:
            note.show_runs(summary_runs(checked))

    @on(Ledger.Highlighted, "#rules")
    def _tell_rule(self) -> None:
        line = self._ledger.row_at_cursor
        if line is not None and self.portfolio_app.session is not None:
            self.query_one("#rule-about", Static).update(content_of(self._about(line)))
            self.query_one("#rule-told").scroll_home(animate=False)

    def _about(self, line: RuleLine) -> Runs:
        """Return what is told of a rule: what came of it and what it means; with room, why it matters."""
        header = line.check.query.header
        facts = " · ".join(rule_facts(line.check, line.rule, self.session.currency, runs=line.runs))
        runs = [
            *rule_heading(line.check),
            Run(f"\n{shown(facts)}", "muted"),
            Run(f"\n{shown(header['description'])}"),
        ]
        if self.has_class("-wide") or self.has_class("-tall"):
            for key in ("why", "leaves out"):
                runs += [Run(f"\n{key}  ", "muted"), Run(shown(header[key]))]
        return tuple(runs)

    # --- going on

    @on(Ledger.Chosen, "#rules")
    def _open(self, event: Ledger.Chosen[RuleLine]) -> None:
        open_rule(self.portfolio_app, event.row.check)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to stop only what runs."""
        if action == "stop":
            return self.portfolio_app.checks.is_running(self.scope)
        return super().check_action(action, parameters)

    def action_stop(self) -> None:
        """Stop the rules that run; what was found stays."""
        self.portfolio_app.checks.stop(self.scope)

    def action_back(self) -> None:
        """End the search; without one, stop the rules that run."""
        if self.portfolio_app.checks.is_running(self.scope) and not self.query_one(SearchBar).is_open:
            self.action_stop()
        else:
            super().action_back()

    @property
    def help_topic(self) -> str:
        """The rule at the cursor."""
        line = self._ledger.row_at_cursor
        return line.check.query.name if line is not None else ""

    @property
    def measures_shown(self) -> "tuple[Measure[Any] | DocumentedSQL, ...]":
        """The rule at the cursor, then the totals in the frame."""
        line = self._ledger.row_at_cursor
        return (*((line.check.query,) if line is not None else ()), *super().measures_shown)

    def rows_to_export(self) -> tuple[ShownRows, ...]:
        """Return the findings of all rules in the list, and those of the rule at the cursor."""
        from portfolio_tui.checks.all_findings import all_findings

        lines = [line for line in self._ledger.rows_shown if line.rule is not None and line.rule.findings]
        found = [line.rule for line in lines if line.rule is not None]
        if not found:
            return super().rows_to_export()
        query, values = all_findings(rule.result for rule in found)
        shown_rows = [ShownRows(query, values, self.scope, sum(len(rule.findings) for rule in found))]
        at_cursor = self._ledger.row_at_cursor
        if at_cursor is not None and at_cursor.rule in found:
            shown_rows.append(findings_to_export(at_cursor.rule, self.scope))
        return tuple(shown_rows)

    @property
    def _ledger(self) -> Ledger[RuleLine]:
        return self.query_one("#rules", Ledger)

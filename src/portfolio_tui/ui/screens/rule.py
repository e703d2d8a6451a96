"""The page of one rule: what it looks for, the values it runs with, and its findings."""

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.query.parameters import text_of
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.check_ways import findings_to_export
from portfolio_tui.ui.check_words import rule_facts, rule_heading, why_none
from portfolio_tui.ui.frame import FitLine
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.findings_page import FindingsPage
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.theme import Run
from portfolio_tui.ui.widgets.notice import Notice
from portfolio_tui.ui.widgets.parameter_form import ParameterForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.checks.check import Check
    from portfolio_tui.checks.reviewed import Finding, Reviewed
    from portfolio_tui.measures.measure import Measure
    from portfolio_tui.query.documented_sql import DocumentedSQL

_TALL = 32


class RuleScreen(FindingsPage):
    """The findings of one rule. Its values can be changed, whereupon it runs again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "write", "Values", id="rule.write", tooltip="Run it with other values"),
        Binding("x", "stop", "Stop", id="rule.stop", tooltip="Stop the rules that run"),
    ]
    DEFAULT_CSS = """
    RuleScreen {
        #rule-title { padding: 0 1; }
        #rule-facts { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #rule-facts.-problem { height: auto; max-height: 4; text-wrap: wrap; }
        #rule-about { margin: 0 0 1 0; }
        #rule-values { display: none; margin: 0 0 1 0; }
        &.-writes #rule-values { display: block; }
        &.-low #rule-about { display: none; }
    }
    """

    def __init__(self, check: "Check") -> None:
        """Take the rule."""
        super().__init__()
        self.check = check

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return f"{self.check.id} {self.check.title}"

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield FitLine("rule-title")
        yield Notice(id="rule-facts")
        yield Notice(id="rule-about")
        given = self.portfolio_app.checks.given.get(self.check.id)
        yield ParameterForm(self.check.query.parameters, Scope(), given, id="rule-values")
        yield from self.compose_list()

    def on_mount(self) -> None:
        """Say what the rule is about, at once."""
        title = self.query_one("#rule-title", FitLine)
        first, *rest = rule_heading(self.check)
        values = "i other values · " if self.check.query.parameters else ""
        hint = (Run(f"{values}? what it means", "muted"),)
        title.show(first, tuple(rest), (hint, ()))

    def on_resize(self, event: events.Resize) -> None:
        """Tell more of what the rule means where there is room."""
        lines = 5 if event.size.height >= _TALL else 2
        text = shown(self.check.query.header["description"])
        told = wrap(text, max(1, event.size.width - 2), max_lines=lines, placeholder=" …")
        self.query_one("#rule-about", Notice).show_runs((Run("\n".join(told)),))

    def load(self) -> None:
        """Offer what values can be picked from, and run the rules unless they did."""
        for parameter in self.check.query.parameters:
            names = [(name.id, name.name) for name in self.session.names if name.kind == parameter.type]
            if names:
                self._form.offer(parameter.name, names)
        super().load()

    @property
    def _rule(self) -> "Reviewed | None":
        checked = self.checked
        return None if checked is None else checked.rules.get(self.check.id)

    def listed(self) -> "Sequence[Finding] | None":
        """Return what the rule found."""
        rule = self._rule
        return None if rule is None or not rule.ran else rule.findings

    def why_empty(self) -> str:
        """Say why there are no findings, or that they are not there yet."""
        rule, checked = self._rule, self.checked
        if rule is not None and rule.result.lacking:
            tables = " and ".join(rule.result.lacking)
            return f"It could not run: it needs {tables}, of which this portfolio has no row."
        if rule is not None and rule.result.problem is not None:
            return f"It came to no end. {rule.result.problem}\nr runs the rules again."
        if rule is not None:
            return f"{why_none(rule).capitalize()} in this scope."
        if checked is not None and checked.stopped:
            return "It was stopped before this rule ran. r runs the rules again."
        if checked is not None and checked.running == self.check.id:
            return "It runs …"
        return "It has not run yet: others run first …"

    def show_found(self) -> None:
        """Show what the rule found, and with what values and in what time."""
        super().show_found()
        if self.portfolio_app.session is None:
            return
        facts = rule_facts(self.check, self._rule, self.session.currency, runs=self._runs)
        problem = self.checked.problem if self.checked is not None else ""
        note = self.query_one("#rule-facts", Notice)
        note.set_class(bool(problem), "-problem")
        if problem:
            note.say(problem, "over")
        else:
            note.say(" · ".join(facts))
        self.refresh_bindings()

    @property
    def _runs(self) -> bool:
        checked = self.checked
        return checked is not None and checked.running == self.check.id

    @property
    def _form(self) -> ParameterForm:
        return self.query_one(ParameterForm)

    # --- values

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change values where there are any, and to stop only what runs."""
        if action == "write":
            return bool(self.check.query.parameters)
        if action == "stop":
            return self.portfolio_app.checks.is_running(self.scope)
        return super().check_action(action, parameters)

    def action_write(self) -> None:
        """Show the values, to be changed."""
        self.set_class(True, "-writes")
        rule = self._rule
        if rule is not None and not self._form.has_focus_within:
            self._form.fill({name: text_of(value) for name, value in rule.result.parameters.items()})
        self._form.focus()

    @on(ParameterForm.Submitted)
    def _run_again(self) -> None:
        self.remove_class("-writes")
        self.ledger.focus()
        if self._rule is None:
            self.notify("The rule has not run yet.", timeout=4)
            return
        values = self._form.values()
        self.portfolio_app.checks.use_values(self.scope, self.check, values)

    def action_stop(self) -> None:
        """Stop the rules that run."""
        self.portfolio_app.checks.stop(self.scope)

    def action_back(self) -> None:
        """Put the values away; without that, go back."""
        if self.has_class("-writes"):
            self.remove_class("-writes")
            self.ledger.focus()
        else:
            super().action_back()

    def rows_to_export(self) -> tuple[ShownRows, ...]:
        """Return the findings in sight, with the rule's own columns."""
        rule = self._rule
        if rule is None or self.finding is None:
            return ()
        keys = tuple(finding.finding for finding in self.ledger.rows_shown)
        kept = KeptRows("finding", keys) if len(keys) < len(rule.findings) else None
        return (replace(findings_to_export(rule, self.scope), kept=kept),)

    # --- help

    @property
    def help_topic(self) -> str:
        """The rule."""
        return self.check.query.name

    @property
    def measures_shown(self) -> "tuple[Measure[Any] | DocumentedSQL, ...]":
        """The rule, then the totals in the frame."""
        return (self.check.query, *super().measures_shown)

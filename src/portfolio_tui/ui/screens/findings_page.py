"""What the lists of findings share: which are shown, and what is told of the one at the cursor."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from portfolio_tui.ui.check_columns import finding_columns
from portfolio_tui.ui.check_ways import open_finding
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.finding_actions import FindingActions
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from portfolio_tui.checks.reviewed import Finding

_LOW = 18
_VIEWS: "Mapping[str, tuple[str, Callable[[Finding], bool]]]" = {
    "open": ("Open", lambda finding: finding.note is None),
    "known": ("Acknowledged", lambda finding: finding.note is not None),
    "all": ("All", lambda _finding: True),
}


class FindingsPage(FindingActions):
    """A list of findings in three views, the one at the cursor told in full beneath."""

    NAMES_RULE: ClassVar[bool] = False
    """Whether the findings are of several rules, so that each must say which."""

    AUTO_FOCUS: ClassVar[str | None] = "#findings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "View", id="findings.next-view", key_display="←→"),
        Binding("left", "step(-1)", "View before", id="findings.view-before", show=False),
    ]
    DEFAULT_CSS = """
    FindingsPage {
        #findings { height: 1fr; }
        #finding-told { height: 4; padding: 1 1 0 1; }
        &.-low #finding-told { display: none; }
    }
    """

    # --- what a subclass gives

    def listed(self) -> "Sequence[Finding] | None":
        """Return the findings to list; None while that is not known."""
        raise NotImplementedError

    def why_empty(self) -> str:
        """Return what stands in place of findings where none are listed."""
        raise NotImplementedError

    # --- the list

    def compose_list(self) -> ComposeResult:
        """Lay out views, list, and what is told of a finding."""
        yield ChoiceLine([(key, label) for key, (label, _) in _VIEWS.items()], id="finding-views")
        yield Ledger["Finding"](
            finding_columns(None, names_rule=self.NAMES_RULE),
            lambda finding: finding.key,
            empty="None here: ← → for another view.",
            id="findings",
        )
        yield Notice(id="finding-told")

    def on_mount(self) -> None:
        """Follow what the rules find."""
        self.watch(self.app, "checks_changed", self.show_found, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Leave the room to the list on a low terminal."""
        self.set_class(event.size.height < _LOW, "-low")

    def load(self) -> None:
        """Run the rules for the scope, unless they did."""
        self.ledger.set_columns(finding_columns(self.session, names_rule=self.NAMES_RULE))
        self.portfolio_app.checks.want(self.findings_scope)
        self.show_found()

    def on_screen_resume(self) -> None:
        """Show what was found, or noted, meanwhile."""
        super().on_screen_resume()
        self.show_found()

    def action_reload(self) -> None:
        """Run the rules anew."""
        super().action_reload()
        if self.portfolio_app.session is not None:
            self.portfolio_app.checks.begin(self.findings_scope)

    def show_found(self) -> None:
        """Show the findings of the view taken."""
        if self.portfolio_app.session is None or self.portfolio_app.data_screen is not self:
            return
        findings = self.listed()
        told = self.query_one("#finding-told", Notice)
        if not findings:
            self.ledger.show_loading(self.why_empty())
            for key in _VIEWS:
                self._views.tell(key, "" if findings is None else "0")
            told.say("")
            return
        for key, (_, belongs) in _VIEWS.items():
            self._views.tell(key, count(sum(map(belongs, findings))))
        belongs = _VIEWS[self._views.taken][1]
        self.ledger.show([finding for finding in findings if belongs(finding)])
        self._tell()

    @on(ChoiceLine.Taken, "#finding-views")
    def _show_view(self) -> None:
        self.show_found()

    def action_step(self, by: int) -> None:
        """Go to the view that many places further."""
        self._views.step(by)

    @on(Ledger.Highlighted, "#findings")
    def _tell(self) -> None:
        finding = self.finding
        self.query_one("#finding-told", Notice).show_runs(_about(finding) if finding is not None else ())

    @on(Ledger.Chosen, "#findings")
    def _open(self, event: "Ledger.Chosen[Finding]") -> None:
        rule = self.rule_of(event.row)
        if rule is not None:
            open_finding(self.portfolio_app, self.place, rule, event.row)

    @property
    def finding(self) -> "Finding | None":
        """The finding at the cursor."""
        return self.ledger.row_at_cursor

    @property
    def ledger(self) -> "Ledger[Finding]":
        """The list."""
        return self.query_one("#findings", Ledger)

    @property
    def _views(self) -> ChoiceLine:
        return self.query_one("#finding-views", ChoiceLine)


def _about(finding: "Finding") -> Runs:
    """Return what is told of the finding at the cursor: what was found, and its note."""
    note = () if finding.note is None else (Run("\n✓ ", "fine"), Run(shown(finding.note), "muted"))
    return (Run(shown(finding.summary)), *note)

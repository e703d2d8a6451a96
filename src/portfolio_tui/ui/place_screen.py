"""A page about one contract or one state, with a line that says what the integrity rules found about it."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.check_place import Place
from portfolio_tui.ui.check_ways import open_place
from portfolio_tui.ui.check_words import place_words
from portfolio_tui.ui.frame import FitLine
from portfolio_tui.ui.theme import Run

if TYPE_CHECKING:
    from textual.timer import Timer

    from portfolio_tui.checks.reviewed import Finding
    from portfolio_tui.ui.check_run import Checked

LOOK_AFTER_SECONDS = 0.7
"""How long after a page's figures its rules run: whoever steps through pages wants figures, not findings."""

LINES_AT_MOST = 20_000_000
"""In a portfolio of more spend lines the rules run for a page only when asked: there they take long."""

_LISTS = "List what the rules found"


class FindingsLine(FitLine, can_focus=True):
    """What the rules found about the place, in one line; out of sight while there is nothing to say."""

    DEFAULT_CSS = """
    FindingsLine {
        display: none;
        padding: 0 1;
        &.-needed { display: block; }
        &:focus { background: $primary 20%; }
        &:ansi:focus, &:nocolor:focus { background: $background; text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "list", "List them", id="place.list", tooltip=_LISTS),
    ]

    class Chosen(Message):
        """The findings are to be listed."""

    def __init__(self) -> None:
        super().__init__("findings-line")

    def tell(self, findings: "list[Finding]", checked: "Checked", currency: str) -> None:
        """Say how many of `findings` are open, of which rules, and how much is at stake."""
        titles = {check.id: f"{check.title[:1].lower()}{check.title[1:]}" for check in checked.checks}
        words = place_words(findings, titles, currency)
        open_rules = {finding.rule for finding in findings if finding.note is None}
        errors = any(check.severity == "error" for check in checked.checks if check.id in open_rules)
        hint = (Run("c ", "accent"), Run("lists them", "muted"))
        self.show(Run(f"! {words}", "over" if errors else "running-out"), (), (hint, ()), least=40)
        self.set_class(bool(words), "-needed")

    def offer(self) -> None:
        """Say how to have the rules run for this page."""
        self.show(Run("c checks it against the integrity rules, which takes a while here", "muted"))
        self.add_class("-needed")

    def action_list(self) -> None:
        """Ask for the list."""
        self.post_message(self.Chosen())

    def on_click(self) -> None:
        """Ask for the list."""
        self.action_list()


class PlaceScreen(AreaScreen):
    """A page about a contract or a state. A moment after its figures the rules run for that place alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,enter", "findings", "Findings", id="place.findings", key_display="c", tooltip=_LISTS),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None

    @property
    def place(self) -> Place | None:
        """The contract or state, once it is known to be one."""
        raise NotImplementedError

    @property
    def check_scope(self) -> Scope | None:
        """The scope for which the rules run: that of the place alone."""
        place = self.place
        return None if place is None else place.scope(self.portfolio_app.scope)

    def on_mount(self) -> None:
        """Follow what the rules find."""
        self.watch(self.app, "checks_changed", self._tell_findings, init=False)

    def on_all_shown(self) -> None:
        """Run the rules once the figures are up."""
        super().on_all_shown()
        self._look_soon()

    def on_screen_resume(self) -> None:
        """Say what was found meanwhile, or go on looking."""
        super().on_screen_resume()
        if not self.is_loading:
            self._look_soon()

    def on_screen_suspend(self) -> None:
        """Stop what runs for this page alone, unless the page on top of it wants that too."""
        self._stop_looking()

    def on_unmount(self) -> None:
        """Stop what runs for this page alone."""
        self._stop_looking()

    def _look_soon(self) -> None:
        app, place = self.portfolio_app, self.place
        if place is None or app.session is None:
            return
        self._tell_findings()
        spend = app.session.portfolio.tables.get("spend")
        if place.checked(app.checks, app.scope) is not None:
            return
        if spend is not None and spend.row_count > LINES_AT_MOST:
            self._line.offer()
        elif self._timer is None:
            self._timer = self.set_timer(LOOK_AFTER_SECONDS, self._look)

    def _look(self) -> None:
        self._timer = None
        app, scope = self.portfolio_app, self.check_scope
        if scope is not None and app.data_screen is self:
            app.checks.want(scope)

    def _stop_looking(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        scope, top = self.check_scope, self.portfolio_app.data_screen
        if scope is not None and (top is None or top is self or top.check_scope != scope):
            self.portfolio_app.checks.drop(scope)

    def _tell_findings(self) -> None:
        app, place = self.portfolio_app, self.place
        if place is None or app.session is None or app.data_screen is not self:
            return
        checked = place.checked(app.checks, app.scope)
        if checked is None:
            self._line.remove_class("-needed")
        else:
            self._line.tell(place.findings(checked), checked, app.session.currency)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to list findings only where there are any, or where they can be looked for."""
        if action == "findings":
            return self.is_mounted and self._line.has_class("-needed")
        return super().check_action(action, parameters)

    def on_findings_line_chosen(self) -> None:
        """List the findings."""
        self.action_findings()

    def action_findings(self) -> None:
        """List what the rules found about this place."""
        if self.place is not None:
            open_place(self.portfolio_app, self.place)

    @property
    def _line(self) -> FindingsLine:
        return self.query_one(FindingsLine)

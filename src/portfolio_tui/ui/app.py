"""The dashboard's app: opens the portfolio, holds the scope, and moves between areas."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from portfolio_tui.errors import UserError
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.data_screen import DataScreen
from portfolio_tui.ui.figures import percent
from portfolio_tui.ui.frame import AreaTab, Frame
from portfolio_tui.ui.memory import Memory, remember
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.alliance import AllianceScreen
from portfolio_tui.ui.screens.alliances import AlliancesScreen
from portfolio_tui.ui.screens.contract import ContractScreen
from portfolio_tui.ui.screens.contracts import ContractsScreen
from portfolio_tui.ui.screens.overview import OverviewScreen
from portfolio_tui.ui.screens.state import StateScreen
from portfolio_tui.ui.session import Session, open_session
from portfolio_tui.ui.theme import Run, Runs, install_themes

if TYPE_CHECKING:
    from portfolio_tui.measures.portfolio_rows import PortfolioTotals


class PortfolioApp(App[None]):
    """The dashboard on one portfolio folder."""

    TITLE = "portfolio-tui"
    CSS_PATH = "dashboard.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[None]]]] = {
        "overview": OverviewScreen,
        "alliances": AlliancesScreen,
        "contracts": ContractsScreen,
    }
    DEFAULT_MODE = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "area('overview')", "Overview", id="area.overview", show=False),
        Binding("2", "area('alliances')", "Alliances", id="area.alliances", show=False),
        Binding("3", "area('contracts')", "Contracts", id="area.contracts", show=False),
        Binding("ctrl+q", "quit", "Quit", id="app.quit"),
    ]

    scope: reactive[Scope] = reactive(Scope(), init=False)

    class Opened(Message):
        """A portfolio was opened, or could not be."""

        def __init__(self, session: Session | None, error: UserError | None) -> None:
            super().__init__()
            self.session = session
            self.error = error

    def __init__(self, folder: Path, memory: Memory | None = None, scope: Scope | None = None) -> None:
        """Take the portfolio's folder, what is remembered, and a scope to start with instead of that."""
        super().__init__()
        self.folder = folder
        self.memory = memory or Memory()
        self.session: Session | None = None
        self.totals: PortfolioTotals | None = None
        """The totals of the present scope, once a screen has loaded them."""
        self.set_reactive(PortfolioApp.scope, scope or self.memory.scope_of(folder))
        install_themes(self)
        if self.memory.theme in self.available_themes:
            self.theme = self.memory.theme

    def on_mount(self) -> None:
        """Start reading the portfolio, after the first picture."""
        self.call_after_refresh(self.open_portfolio, self.folder)

    def open_portfolio(self, folder: Path) -> None:
        """Open the portfolio in `folder` off the event loop; the screens load once it is open."""
        self.folder = folder
        self.run_worker(partial(self._open, folder), thread=True, exclusive=True, group="opening")

    def _open(self, folder: Path) -> None:
        """Run in a worker thread."""
        try:
            message = self.Opened(open_session(folder), None)
        except UserError as error:
            message = self.Opened(None, error)
        self.post_message(message)

    @on(Opened)
    def _show_opened(self, message: Opened) -> None:
        before, self.session = self.session, message.session
        if before is not None:
            before.service.close()
        if message.error is not None:
            self.notify(str(message.error), severity="error", markup=False, timeout=60)
        self._reload_screens()

    def watch_scope(self) -> None:
        """Bring what is on screen up to the new scope and remember it."""
        self.memory = self.memory.with_scope(self.folder, self.scope)
        remember(self.memory)
        self._reload_screens()

    def _reload_screens(self) -> None:
        self.totals = None
        self.show_frame()
        for screen in self.screen_stack:
            if isinstance(screen, DataScreen) and screen.is_active:
                screen.load_if_needed()

    def show_frame(self) -> None:
        """Bring the frame of the screen in sight up to date."""
        screen = self.screen
        if isinstance(screen, AreaScreen) and screen.is_mounted:
            sentence = self.session.sentence(self.scope) if self.session else "Opening …"
            screen.query_one(Frame).show(self._name_runs(), self._date_runs(), sentence, self.trail())

    def trail(self) -> str:
        """Return the way from the area to the screen in sight."""
        crumbs = [screen.crumb for screen in self.screen_stack if isinstance(screen, DataScreen)]
        return " › ".join(crumbs)

    def go_back(self) -> None:
        """Go back one step along the trail."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def show_contract(self, contract_id: str) -> None:
        """Open a contract's page on top of what is shown."""
        self.push_screen(ContractScreen(contract_id))

    def show_state(self, state: str) -> None:
        """Open the page of the state with that two-letter code on top of what is shown."""
        self.push_screen(StateScreen(state))

    def show_alliance(self, group_id: str, state: str | None = None) -> None:
        """Open the page of an alliance group, or of one state's use of it, on top of what is shown."""
        self.push_screen(AllianceScreen(group_id, state))

    def action_area(self, area: str) -> None:
        """Go to an area, where it was left; from within that area, to its start."""
        if self.current_mode == area:
            while len(self.screen_stack) > 1:
                self.pop_screen()
        else:
            self.switch_mode(area)

    @on(AreaTab.Clicked)
    def _go_to_clicked(self, message: AreaTab.Clicked) -> None:
        self.action_area(message.area)

    def _name_runs(self) -> Runs:
        if self.session is None:
            return (Run(shown(self.folder.name), "strong"),)
        name = Run(shown(self.session.portfolio.name), "strong")
        if self.session.portfolio.manifest.synthetic:
            return (name, Run(" · "), Run("DEMO DATA", "running-out"))
        return (name,)

    def _date_runs(self) -> Runs:
        if self.session is None:
            return ()
        date = Run(f"as of {self.session.as_of(self.scope)}")
        if self.totals is None:
            return (date,)
        return (date, Run(f" · {percent(self.totals.contract_share)} of spend has a contract", "muted"))

    async def action_quit(self) -> None:
        """Stop every query, then leave."""
        if self.session is not None:
            self.session.service.close()
            self.session = None
        self.exit()

"""The dashboard's app: holds the scope and the open portfolio, and moves between areas and pages."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.query.saved_queries import SavedQueries
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.area_screen import AreaScreen
from portfolio_tui.ui.check_runs import CheckRuns
from portfolio_tui.ui.data_screen import DataScreen
from portfolio_tui.ui.frame import AreaTab, Frame, FrameTexts
from portfolio_tui.ui.frame_contents import frame_of
from portfolio_tui.ui.import_ways import import_files
from portfolio_tui.ui.leaving import Leaving
from portfolio_tui.ui.memory import Memory
from portfolio_tui.ui.portfolio_files import PortfolioFiles
from portfolio_tui.ui.saved_files import SavedFiles
from portfolio_tui.ui.screens.alliance import AllianceScreen
from portfolio_tui.ui.screens.alliances import AlliancesScreen
from portfolio_tui.ui.screens.checks import ChecksScreen
from portfolio_tui.ui.screens.contract import ContractScreen
from portfolio_tui.ui.screens.contracts import ContractsScreen
from portfolio_tui.ui.screens.overview import OverviewScreen
from portfolio_tui.ui.screens.queries import QueriesScreen
from portfolio_tui.ui.screens.state import StateScreen
from portfolio_tui.ui.session import Session
from portfolio_tui.ui.theme import DARK_THEME, LIGHT_THEME, install_themes

if TYPE_CHECKING:
    from portfolio_tui.measures.portfolio_rows import PortfolioTotals


_NOT_UNDER_A_DIALOG = {
    "area",
    "edit_scope",
    "clear_scope",
    "export",
    "find",
    "help",
    "import_files",
    "show_problems",
}


def _forget(_memory: Memory) -> None:
    """Remember nothing."""


def _go_on(_told: str) -> None:
    """Start no process in the place of this one."""


class PortfolioApp(App[None]):
    """The dashboard on one portfolio folder."""

    TITLE = "portfolio-tui"
    CSS_PATH = "dashboard.tcss"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[None]]]] = {
        "overview": OverviewScreen,
        "alliances": AlliancesScreen,
        "contracts": ContractsScreen,
        "queries": QueriesScreen,
        "checks": ChecksScreen,
    }
    DEFAULT_MODE = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "area('overview')", "Overview", id="area.overview", show=False),
        Binding("2", "area('alliances')", "Alliances", id="area.alliances", show=False),
        Binding("3", "area('contracts')", "Contracts", id="area.contracts", show=False),
        Binding("4", "area('queries')", "Queries", id="area.queries", show=False),
        Binding("5", "area('checks')", "Checks", id="area.checks", show=False),
        Binding("f", "edit_scope", "Scope", id="app.scope", tooltip="Choose the scope"),
        Binding(
            "F", "clear_scope", "All", id="app.clear-scope", show=False, tooltip="Clear the scope, or undo it"
        ),
        Binding("e", "export", "Export", id="app.export", tooltip="Write what is shown to a file, all of it"),
        Binding("ctrl+p", "find", "Find", id="app.find", tooltip="Find a name or an action"),
        Binding("question_mark", "help", "Help", id="app.help", tooltip="Keys and definitions"),
        Binding("p", "show_problems", "Problems", id="app.problems", show=False),
        Binding("I", "import_files", "Import files of your own", id="app.import", show=False),
        Binding("R", "reload_portfolio", "Read the files again", id="app.reload", show=False),
        Binding("T", "toggle_theme", "Light or dark", id="app.theme", show=False),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True),
    ]

    scope: reactive[Scope] = reactive(Scope(), init=False)
    session: reactive[Session | None] = reactive(None, init=False)
    """The open portfolio; None until it is open."""
    saved_queries: reactive[SavedQueries | None] = reactive(None, init=False)
    """The saved queries that can be used on the open portfolio; None until somebody wants them."""
    checks_changed: reactive[int] = reactive(0, init=False)
    """Goes up whenever there is more to know of what the integrity rules found."""

    def __init__(
        self,
        folder: Path,
        memory: Memory | None = None,
        scope: Scope | None = None,
        keep: Callable[[Memory], None] = _forget,
        *,
        told_before: str = "",
        start_anew: Callable[[str], None] = _go_on,
    ) -> None:
        """Take the folder, what is remembered, a scope to start with instead of that, how to remember.

        `start_anew` puts a new process in the place of this one, and gives that what is `told_before` there.
        """
        super().__init__()
        self.memory = memory or Memory()
        self._keep = keep
        self._start_anew = start_anew
        self._told_before = told_before
        self.totals: PortfolioTotals | None = None
        """The totals of the present scope, once a screen has loaded them."""
        self._scoped_folder = folder
        self._cleared_scope = Scope()
        self._export_folder: Path | None = None
        self.files = PortfolioFiles(self, folder)
        self.saved_files = SavedFiles(self)
        self.checks = CheckRuns(self)
        self.leaving = Leaving(self)
        self.set_reactive(PortfolioApp.scope, scope or self.memory.scope_of(folder))
        install_themes(self)
        if self.memory.theme in self.available_themes:
            self.theme = self.memory.theme

    def on_mount(self) -> None:
        """Start reading the portfolio, after the first picture."""
        if not self.is_headless:
            self.leaving.on_signals()
            self.leaving.without_terminal()
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self.files.start()
        if self._told_before:
            self._warn(self._told_before)
        self.leaving.if_told_before()

    def on_unmount(self) -> None:
        """Stop every query; the program ends as soon as they have."""
        self.files.close()

    @property
    def folder(self) -> Path:
        """The folder of the portfolio that is open or being opened."""
        return self.files.folder

    @property
    def data_screen(self) -> DataScreen | None:
        """The screen of figures in sight, also when a dialog lies over it."""
        return next(
            (screen for screen in reversed(self.screen_stack) if isinstance(screen, DataScreen)), None
        )

    @property
    def has_dialog(self) -> bool:
        """Whether a dialog lies over the screen of figures."""
        return not isinstance(self.screen, DataScreen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep what changes the screen of figures from being done while a dialog lies over it."""
        if action in _NOT_UNDER_A_DIALOG and self.has_dialog:
            return False
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Give a field in focus the letters that were on their way elsewhere when it got the focus.

        A field lets no letter of its own come up to here; what does was typed right after what opened it.
        """
        if isinstance(self.focused, Input) and event.is_printable and event.character is not None:
            event.prevent_default()
            self.focused.insert_text_at_cursor(event.character)

    def use_session(self, session: Session) -> None:
        """Show another portfolio, or the same one read again; the screens follow by themselves."""
        folder = session.portfolio.folder
        if folder != self._scoped_folder:
            self._forget_pages()
            self.saved_queries = None
            self._scoped_folder = folder
            self.scope = self.memory.scope_of(folder)
        self.totals = None
        self.checks.forget()
        self.session = session
        self._remember(self.memory.with_scope(folder, self.scope))
        self.show_frame()
        self.screen.refresh_bindings()  # some keys do something only once a portfolio is open

    def watch_scope(self) -> None:
        """Remember the scope; the screens follow by themselves."""
        self.totals = None
        self.checks.follow_scope()
        if self.session is not None:
            self._remember(self.memory.with_scope(self.folder, self.scope))
        self.show_frame()

    def clear_selection(self) -> None:
        """Clear the text selected on the screen in sight.

        Where tasks start eagerly (in a terminal, from Python 3.12 on) the first screen's fields ask for this
        before there is a screen.
        """
        if self.screen_stack:
            super().clear_selection()

    def watch_theme(self, theme: str) -> None:
        """Remember the theme."""
        if self.is_running and theme != self.memory.theme:
            self._remember(replace(self.memory, theme=theme))

    def show_frame(self) -> None:
        """Bring the frame of the screen in sight up to date."""
        screen = self.data_screen
        if isinstance(screen, AreaScreen) and screen.is_mounted:
            screen.query_one(Frame).show(self._frame_texts(screen))

    def go_back(self) -> None:
        """Go back one step along the trail."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def show_contract(self, contract_id: str) -> None:
        """Open a contract's page on top of what is shown."""
        top = self.data_screen
        if not (isinstance(top, ContractScreen) and top.contract_id == contract_id):
            self.push_screen(ContractScreen(contract_id))

    def show_state(self, state: str) -> None:
        """Open the page of the state with that two-letter code on top of what is shown."""
        top = self.data_screen
        if not (isinstance(top, StateScreen) and top.state == state):
            self.push_screen(StateScreen(state))

    def show_alliance(self, group_id: str, state: str | None = None) -> None:
        """Open the page of an alliance group, or of one state's use of it, on top of what is shown."""
        top = self.data_screen
        if not (isinstance(top, AllianceScreen) and (top.group_id, top.state) == (group_id, state)):
            self.push_screen(AllianceScreen(group_id, state))

    def action_area(self, area: str) -> None:
        """Go to an area, where it was left; from within that area, to its start."""
        if self.current_mode == area:
            self._pop_to_area()
        else:
            self.switch_mode(area)

    @on(AreaTab.Clicked)
    def _go_to_clicked(self, message: AreaTab.Clicked) -> None:
        self.action_area(message.area)

    def action_edit_scope(self) -> None:
        """Open the dialog in which the scope is chosen."""
        if self.session is None:
            self.notify("The portfolio is still being opened.")
            return
        from portfolio_tui.ui.screens.scope_dialog import ScopeDialog

        self.push_screen(ScopeDialog(self.session, self.scope), self.choose_scope)

    def choose_scope(self, scope: Scope | None) -> None:
        """Narrow everything to `scope`; None leaves it as it is."""
        if scope is not None:
            self.scope = scope

    def action_clear_scope(self) -> None:
        """Clear the whole scope at once; with nothing to clear, bring back what was cleared."""
        if self.scope != Scope():
            self._cleared_scope, self.scope = self.scope, Scope()
            self.notify("The scope is cleared. F brings it back.", timeout=4)
        elif self._cleared_scope != Scope():
            self.scope = self._cleared_scope
        else:
            self.notify("Nothing is narrowed: this is the whole portfolio.", timeout=4)

    def action_export(self) -> None:
        """Open the dialog that writes what is shown to a file."""
        screen, session = self.data_screen, self.session
        rows = screen.rows_to_export() if screen is not None else ()
        if session is None or not rows:
            self.notify("There are no rows to export here yet.", timeout=4)
            return
        from portfolio_tui.ui.exporting import folder_to_start_in
        from portfolio_tui.ui.screens.export_dialog import ExportDialog

        folder = self._export_folder or folder_to_start_in()
        dialog = ExportDialog(session, rows, folder)
        self.push_screen(dialog, self._keep_export_folder)

    def _keep_export_folder(self, folder: Path | None) -> None:
        if folder is not None:
            self._export_folder = folder

    def action_find(self) -> None:
        """Open the palette over actions and names."""
        from portfolio_tui.ui.screens.palette_screen import PaletteScreen

        self.push_screen(PaletteScreen())

    def action_help(self) -> None:
        """Show the keys and the definitions of the screen in sight."""
        screen = self.data_screen
        self.show_help(screen.help_topic if screen is not None else "")

    def show_help(self, measure: str = "") -> None:
        """Show the help of the screen in sight, at the definition of `measure` if one is named."""
        from portfolio_tui.ui.screens.help import HelpScreen, help_blocks

        screen = self.data_screen
        if screen is not None:
            self.push_screen(HelpScreen(help_blocks(screen), measure))

    def action_show_problems(self) -> None:
        """List what was found wrong with the portfolio's files."""
        self.files.show_problems()

    def action_reload_portfolio(self) -> None:
        """Read the portfolio's files again; scope and screens stay."""
        self.files.open(self.folder)

    def action_open_demo(self) -> None:
        """Open the bundled demo."""
        self.files.open(bundled_demo())

    def action_open_other(self) -> None:
        """Ask for the folder of another portfolio and open it."""
        from portfolio_tui.ui.screens.open_dialog import OpenDialog

        self.push_screen(OpenDialog(), lambda folder: self.files.open(folder) if folder else None)

    def action_import_files(self) -> None:
        """Import files of the user's own, step by step."""
        import_files(self)

    def action_toggle_theme(self) -> None:
        """Change between the dark theme and the light one."""
        self.theme = LIGHT_THEME.name if self.current_theme.dark else DARK_THEME.name

    def action_take_screenshot(self) -> None:
        """Save a picture of the screen in the downloads folder."""
        self.deliver_screenshot()

    def start_anew(self, told: str) -> None:
        """Start the dashboard anew where it is, for nothing else ends a query that does not stop."""
        with suppress(SuspendNotSupported), self.suspend():
            self._start_anew(told)
        self._warn(f"{told} It goes on until it is done; so does the dashboard.")

    def _warn(self, text: str) -> None:
        self.notify(text, severity="warning", timeout=20)

    async def action_quit(self) -> None:
        """Leave; what still runs is stopped on the way."""
        self.files.close()
        self.exit()

    def _remember(self, memory: Memory) -> None:
        self.memory = memory
        self._keep(memory)

    def _pop_to_area(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _forget_pages(self) -> None:
        """Leave every page: contracts and alliances of one portfolio mean nothing in another."""
        self._pop_to_area()
        for mode, area in self.MODES.items():
            if mode != self.current_mode:
                self.remove_mode(mode)
                self.add_mode(mode, area)

    def _frame_texts(self, screen: AreaScreen) -> FrameTexts:
        crumbs = tuple(page.crumb for page in self.screen_stack if isinstance(page, DataScreen))
        if self.session is None:
            return FrameTexts(self.folder.name, False, (), self.files.status, crumbs)
        is_overview = isinstance(screen, OverviewScreen)
        return frame_of(
            self.session, self.scope, self.totals, self.files.notices, crumbs, is_overview=is_overview
        )

"""The palette: type a few letters of anything the dashboard can do or the portfolio names, and go there."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from portfolio_tui.ui.palette import Entry, PaletteIndex, actions, names, query_entries, rule_entries
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.widgets.cells import Cell, Column
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from portfolio_tui.ui.app import PortfolioApp

_COLUMNS = (
    Column[Entry]("kind", "Kind", lambda entry: Cell(entry.kind, "muted"), 8, priority=8, sortable=False),
    Column[Entry]("name", "Name", lambda entry: Cell(entry.name), 20, flex=3, priority=9, sortable=False),
    Column[Entry](
        "note", "", lambda entry: Cell(entry.note, "muted"), 10, flex=2, priority=1, sortable=False
    ),
)


class PaletteScreen(Dialog[None]):
    """One field, and below it what matches; Enter goes to the entry under the cursor."""

    AUTO_FOCUS: ClassVar[str | None] = "#palette-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", id="palette.down", show=False),
        Binding("up", "move(-1)", "Previous", id="palette.up", show=False),
        Binding("pagedown", "page(1)", "Next page", id="palette.page-down", show=False),
        Binding("pageup", "page(-1)", "Previous page", id="palette.page-up", show=False),
        Binding("ctrl+p", "cancel", "Close", id="palette.close", show=False),
    ]
    DEFAULT_CSS = """
    PaletteScreen {
        align: center top;
        #palette-text { padding: 0 1; margin: 0 0 1 0; }
        #palette-found { height: 14; max-height: 100%; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the field and what is found."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Find")
            dialog.border_subtitle = Content("↑ ↓ choose · Enter go · Esc close")
            yield TextField(
                placeholder="an action, or a state, alliance, contract, vendor, category, query, rule",
                id="palette-text",
            )
            yield Ledger[Entry](
                _COLUMNS,
                lambda entry: (entry.kind, entry.key, entry.name),
                empty="Nothing of that name.",
                id="palette-found",
            )

    def on_mount(self) -> None:
        """Make everything ready to be found."""
        app = cast("PortfolioApp", self.app)
        self._found.can_focus = False
        if app.saved_queries is None:
            app.saved_files.read()
        self.watch(app, "saved_queries", self._index_anew)

    def _index_anew(self) -> None:
        """Take in everything that has a name; called again once the saved queries are read."""
        app = cast("PortfolioApp", self.app)
        named = names(app, app.session.names) if app.session is not None else []
        self._index = PaletteIndex([*actions(app), *query_entries(app), *rule_entries(app), *named])
        self._show(self.query_one("#palette-text", TextField).value)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _show(self, text: str) -> None:
        self._found.show(self._index.find(text))
        self._found.action_first()

    @on(Input.Submitted)
    def _go_to_cursor(self, event: Input.Submitted) -> None:
        event.stop()
        self._go(self._found.row_at_cursor)

    @on(Ledger.Chosen)
    def _go_to_clicked(self, event: Ledger.Chosen[Entry]) -> None:
        event.stop()
        self._go(event.row)

    def _go(self, entry: Entry | None) -> None:
        if entry is not None and self.app.screen is self:
            self.dismiss(None)
            self.app.call_later(entry.go)

    def action_move(self, rows: int) -> None:
        """Move the cursor among what is found."""
        self._found.action_move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by a page."""
        self._found.action_page(pages)

    @property
    def _found(self) -> Ledger[Entry]:
        return cast("Ledger[Entry]", self.query_one("#palette-found", Ledger))

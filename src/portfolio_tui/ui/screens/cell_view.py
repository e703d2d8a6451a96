"""One row of a ledger in full: every column, each figure unrounded."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from portfolio_tui.ui.figures import MISSING
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.ledger import Ledger


class CellView(Dialog[None]):
    """The row at the cursor of a ledger: titles on the left, exact figures on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "cancel", "Close", id="cell-view.close"),
        Binding("y", "copy", "Copy", id="cell-view.copy"),
    ]
    DEFAULT_CSS = """
    CellView {
        .cell { height: auto; }
        .cell-title { width: 24; }
        .cell-value { width: 1fr; height: auto; }
    }
    """

    def __init__(self, ledger: Ledger[Any], row: object) -> None:
        super().__init__()
        self._cells = ledger.cells_of(row)
        self._copy_text = ledger.copy_text(row)

    def compose(self) -> ComposeResult:
        """Lay out one line a cell; long texts go on under themselves."""
        with VerticalScroll(classes="dialog") as lines:
            lines.border_title = Content("Whole row")
            lines.border_subtitle = Content("y copy · Esc close")
            for title, cell in self._cells:
                with Horizontal(classes="cell"):
                    yield Static(content_of((Run(shown(title), "muted"),)), classes="cell-title")
                    yield Static(Content(shown(cell.exact or cell.text) or MISSING), classes="cell-value")

    def action_copy(self) -> None:
        """Copy the row, cells separated by tabs, through the terminal."""
        self.app.copy_to_clipboard(self._copy_text)
        self.notify("Copied the row, where the terminal allows it.", timeout=4)

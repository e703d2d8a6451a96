"""A row in full, every column and each figure unrounded; and a single value, however long."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from portfolio_tui.ui.figures import MISSING, count
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.theme import Run, content_of

_CLOSING: list[BindingType] = [
    Binding("space,enter", "cancel", "Close", id="cell-view.close"),
    Binding("y", "copy", "Copy", id="cell-view.copy"),
]


class CellView(Dialog[None]):
    """The row at the cursor: titles on the left, exact figures on the right."""

    BINDINGS: ClassVar[list[BindingType]] = _CLOSING
    DEFAULT_CSS = """
    CellView {
        .cell { height: auto; }
        .cell-title { width: 24; }
        .cell-value { width: 1fr; height: auto; }
    }
    """

    def __init__(self, cells: Iterable[tuple[str, str]], copy_text: str) -> None:
        """Take titles and values, empty where there is none, and what copying copies."""
        super().__init__()
        self._cells = tuple(cells)
        self._copy_text = copy_text

    def compose(self) -> ComposeResult:
        """Lay out one line a cell; long texts go on under themselves."""
        with VerticalScroll(classes="dialog") as lines:
            lines.border_title = Content("Whole row")
            lines.border_subtitle = Content("y copy · Esc close")
            for title, text in self._cells:
                with Horizontal(classes="cell"):
                    yield Static(content_of((Run(shown(title), "muted"),)), classes="cell-title")
                    yield Static(Content(_safe(text) or MISSING), classes="cell-value")

    def action_copy(self) -> None:
        """Copy the row, cells separated by tabs, through the terminal."""
        self.app.copy_to_clipboard(self._copy_text)
        self.notify("Copied the row, where the terminal allows it.", timeout=4)


class ValueView(Dialog[None]):
    """The value of one cell, on as many lines as it has."""

    BINDINGS: ClassVar[list[BindingType]] = _CLOSING

    def __init__(self, title: str, text: str | None, copy_text: str) -> None:
        """Take the column's title, the value or None where there is none, and what copying copies."""
        super().__init__()
        self._title = title
        self._text = text
        self._copy_text = copy_text

    def compose(self) -> ComposeResult:
        """Lay out the value; the border says how long it is."""
        with VerticalScroll(classes="dialog") as lines:
            lines.border_title = Content(shown(self._title))
            length = len(self._copy_text)
            told = f"{count(length)} character{'' if length == 1 else 's'}"
            lines.border_subtitle = Content(f"{told} · y copy · Esc close")
            yield Static(self._content())

    def action_copy(self) -> None:
        """Copy the value, on one line, through the terminal."""
        self.app.copy_to_clipboard(self._copy_text)
        self.notify("Copied the cell, where the terminal allows it.", timeout=4)

    def _content(self) -> Content:
        if self._text is None:
            return content_of((Run(f"{MISSING}  no value (NULL)", "muted"),))
        if not self._text:
            return content_of((Run("an empty text", "muted"),))
        return Content(_safe(self._text))


def _safe(text: str) -> str:
    """Return `text` safe to print, a line each for the lines it has."""
    return "\n".join(map(shown, text.split("\n")))

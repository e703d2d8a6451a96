"""The line to type into what is searched for in a grid, and whether in any column or in one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from portfolio_tui.ui.plain_text import clip, shown
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.text_field import TextField

_WIDEST_NAME = 20


class GridSearchLine(Horizontal):
    """Out of sight until `open`; tells with `Changed` what to search for, with `Kept` that typing is over."""

    DEFAULT_CSS = """
    GridSearchLine {
        display: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        #grid-search-sign { width: 2; color: $text-accent; }
        #grid-search-text { width: 1fr; background: $panel; }
        #grid-search-where { width: auto; padding: 0 0 0 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab", "change_where", "This column, or any", id="grid.search-where", show=False, priority=True
        ),
    ]

    class Changed(Message):
        """Something else is to be searched for: `text`, in the column of that index, or in any."""

        def __init__(self, text: str, column: int | None) -> None:
            super().__init__()
            self.text = text
            self.column = column

    class Kept(Message):
        """Enter was pressed: on to the rows."""

    def __init__(self) -> None:
        super().__init__()
        self._column, self._title = 0, ""
        self._only_here = False

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield Static("/", id="grid-search-sign")
        yield TextField(placeholder="text that a cell has", id="grid-search-text")
        yield Static(id="grid-search-where")

    def open(self, column: int, title: str) -> None:
        """Come in sight with the text searched for last; `column` is the one that the search may keep to."""
        if not self._only_here:
            self._column, self._title = column, title
        self.display = True
        self.screen.set_focus(self._text)  # at once: the next keys of a quick typist are meant for it
        self._tell_where()

    def close(self) -> None:
        """Go out of sight; the next search is for another text."""
        with self.prevent(Input.Changed):
            self._text.value = ""
        self._only_here = False
        self.display = False

    @property
    def text(self) -> str:
        """What is typed."""
        return self._text.value

    def action_change_where(self) -> None:
        """Search only the column that was under the cursor, or any again."""
        self._only_here = not self._only_here
        self._tell_where()
        self._tell_change()

    @on(Input.Changed)
    def _take_text(self, event: Input.Changed) -> None:
        event.stop()
        self._tell_change()

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Kept())

    def _tell_change(self) -> None:
        self.post_message(self.Changed(self.text, self._column if self._only_here else None))

    def _tell_where(self) -> None:
        title = clip(shown(self._title), _WIDEST_NAME)
        now, then = (f"only {title}", "any column") if self._only_here else ("any column", f"only {title}")
        told = (Run(now, "strong"), Run(f" · Tab: {then} · Enter: to the rows · Esc", "muted"))
        self.query_one("#grid-search-where", Static).update(content_of(told))

    @property
    def _text(self) -> Input:
        return self.query_one("#grid-search-text", Input)

"""The search over the rows of a ledger: one line at the bottom, filtering while one types."""

from typing import Protocol, cast, runtime_checkable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from portfolio_tui.ui.figures import count
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.text_field import TextField


@runtime_checkable
class Searchable(Protocol):
    """A widget whose rows can be searched, such as a ledger."""

    @property
    def row_count(self) -> int:
        """How many rows there are, without the filter."""

    def filter(self, text: str) -> int:
        """Show only the rows that match and return how many."""


class SearchBar(Horizontal):
    """Filters the ledger that was in focus, else the first of the screen, by what is typed.

    Enter keeps the filter and goes to the rows; `close` clears it. Out of sight when nothing is searched.
    """

    DEFAULT_CSS = """
    SearchBar {
        display: none;
        dock: bottom;
        height: 1;
        margin: 0 0 1 0;
        padding: 0 1;
        background: $panel;
        #search-sign { width: 2; color: $text-accent; }
        #search-text { width: 1fr; background: $panel; }
        #search-found { width: auto; padding: 0 0 0 2; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._target: Widget | None = None

    def compose(self) -> ComposeResult:
        """Lay out the bar."""
        yield Static("/", id="search-sign")
        yield TextField(placeholder="words that a row must have", id="search-text")
        yield Static(id="search-found")

    @property
    def is_open(self) -> bool:
        """Whether rows are being filtered."""
        return self._target is not None

    def open(self) -> None:
        """Search the ledger in focus, else the first of the screen; without any, say so."""
        target = self._find_target()
        if target is None:
            self.notify("There are no rows to search here.", timeout=3)
            return
        if target is not self._target:
            self.close()
        self._target = target
        self.display = True
        self.screen.set_focus(self._text)  # at once: the next keys of a quick typist are meant for it
        self.count_again()

    def close(self) -> bool:
        """Clear the filter and leave; say whether there was a search to end."""
        target, self._target = self._target, None
        if target is None:
            return False
        cast(Searchable, target).filter("")
        had_focus = self._text.has_focus
        with self.prevent(Input.Changed):
            self._text.value = ""
        self.display = False
        if had_focus and target.is_attached:
            target.focus()
        return True

    def count_again(self) -> None:
        """Filter the rows by the text and say how many match."""
        if self._target is None:
            return
        searched = cast(Searchable, self._target)
        found = searched.filter(self._text.value)
        how = "Enter to the rows · Esc ends" if self._text.has_focus else "Esc ends the search"
        text = f"{count(found)} of {count(searched.row_count)}"
        told = (Run(text, "strong" if found else "over"), Run(f" · {how}", "muted"))
        self.query_one("#search-found", Static).update(content_of(told))

    @on(Input.Changed, "#search-text")
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self.count_again()

    @on(Input.Submitted, "#search-text")
    def _keep(self, event: Input.Submitted) -> None:
        """Go to the rows, and open the one row where there is but one; nothing typed is nothing to keep."""
        event.stop()
        if not self._text.value.strip():
            self.close()
        elif self._target is not None:
            self._target.focus()
            self.call_after_refresh(self.count_again)
            if isinstance(self._target, Ledger) and len(self._target.rows_shown) == 1:
                self._target.action_choose()

    @property
    def _text(self) -> Input:
        return self.query_one("#search-text", Input)

    def _find_target(self) -> Widget | None:
        focused = self.screen.focused
        if focused is self._text:
            return self._target
        if focused is not None and isinstance(focused, Searchable):
            return focused
        return next(
            (
                widget
                for widget in self.screen.query("*")
                if isinstance(widget, Searchable) and widget.is_on_screen
            ),
            None,
        )

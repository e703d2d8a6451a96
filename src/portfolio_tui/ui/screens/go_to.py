"""Where to go in a wide or long result: a column by a few letters of its title, a row by its number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import folded
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.widgets.cells import Cell, Column
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.text_field import TextField


@dataclass(frozen=True)
class Place:
    """A row or a column, counted from 0, and how the list names it."""

    title: str
    row: int | None = None
    column: int | None = None


_COLUMNS = (
    Column[Place]("title", "Go to", lambda place: Cell(place.title), 20, flex=1, priority=9, sortable=False),
    Column[Place](
        "number",
        "Column",
        lambda place: Cell("" if place.column is None else count(place.column + 1), "muted"),
        6,
        align="right",
        priority=1,
        sortable=False,
    ),
)


class GoTo(Dialog[Place]):
    """One field, and below it the columns that match, and the row where a number is typed."""

    AUTO_FOCUS: ClassVar[str | None] = "#go-to-text"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", id="go-to.down", show=False),
        Binding("up", "move(-1)", "Previous", id="go-to.up", show=False),
        Binding("pagedown", "page(1)", "Next page", id="go-to.page-down", show=False),
        Binding("pageup", "page(-1)", "Previous page", id="go-to.page-up", show=False),
    ]
    DEFAULT_CSS = """
    GoTo {
        align: center top;
        & > .dialog { max-width: 70; }
        #go-to-text { margin: 0 0 1 0; }
        #go-to-found { height: 14; max-height: 100%; }
    }
    """

    def __init__(self, titles: Sequence[str], row_count: int) -> None:
        """Take the columns' titles, safe to print, and how many rows there are."""
        super().__init__()
        self._columns = [Place(title, column=index) for index, title in enumerate(titles)]
        self._row_count = row_count

    def compose(self) -> ComposeResult:
        """Lay out the field and what is found."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Go to")
            dialog.border_subtitle = Content("↑ ↓ choose · Enter go · Esc close")
            yield TextField(placeholder="a few letters of a column, or a row's number", id="go-to-text")
            yield Ledger[Place](
                _COLUMNS, lambda place: place, empty="No column of that name.", id="go-to-found"
            )

    def on_mount(self) -> None:
        """Offer every column."""
        self._found.can_focus = False
        self._found.show(self._columns)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        words = folded(event.value).split()
        found = [place for place in self._columns if all(word in folded(place.title) for word in words)]
        found.sort(key=lambda place: not folded(place.title).startswith(" ".join(words)))
        self._found.show([*self._row_named(event.value), *found])
        self._found.action_first()

    def _row_named(self, text: str) -> list[Place]:
        """Return the row whose number is typed, the last one for a number beyond it."""
        digits = re.sub(r"[,\s]", "", text)
        if not re.fullmatch(r"[0-9]{1,18}", digits):
            return []
        row = max(1, min(int(digits), self._row_count))
        return [Place(f"Row {count(row)} of {count(self._row_count)}", row=row - 1)]

    @on(Input.Submitted)
    def _go_to_cursor(self, event: Input.Submitted) -> None:
        event.stop()
        if self._found.row_at_cursor is not None:
            self.dismiss(self._found.row_at_cursor)

    @on(Ledger.Chosen)
    def _go_to_clicked(self, event: Ledger.Chosen[Place]) -> None:
        event.stop()
        self.dismiss(event.row)

    def action_move(self, rows: int) -> None:
        """Move the cursor among what is found."""
        self._found.action_move(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by a page."""
        self._found.action_page(pages)

    @property
    def _found(self) -> Ledger[Place]:
        return cast("Ledger[Place]", self.query_one("#go-to-found", Ledger))

"""Asks under which name, title and description SQL is to be saved, and saves it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from portfolio_tui.errors import UserError
from portfolio_tui.query.saved_queries import Origin, SavedQuery, save_query
from portfolio_tui.query.written_sql import header_words, with_header
from portfolio_tui.ui.plain_text import folded, shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.theme import Ink, Run, content_of
from portfolio_tui.ui.widgets.text_field import TextField

_FIELDS = (
    ("title", "Title", "what people call it"),
    ("description", "Description", "what it answers, in a sentence"),
    ("name", "Name", "of the file, and on the command line"),
)


class SaveDialog(Dialog[Path]):
    """Three fields; closes with the file that was written. Another of that name is replaced when asked."""

    AUTO_FOCUS: ClassVar[str | None] = "#title"
    BINDINGS: ClassVar[list[BindingType]] = [
        # At once, before any later key goes to the field that is being left.
        Binding("enter", "go_on", "Next, or save", id="save.go-on", priority=True),
        Binding("down,tab", "app.focus_next", "Next", id="save.next", show=False, priority=True),
        Binding("up,shift+tab", "app.focus_previous", "Before", id="save.before", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    SaveDialog {
        .field { height: 1; }
        .label { width: 14; color: $text-muted; }
        TextField { width: 1fr; }
        TextField:focus { background: $panel; }
        #save-note { height: auto; max-height: 8; margin: 1 0 0 0; }
    }
    """

    def __init__(self, text: str, name: str, known: Sequence[SavedQuery]) -> None:
        """Take the SQL with any header, the name of the query that it changes, and the queries known."""
        super().__init__()
        self._text = text
        title, description = header_words(text)
        self._starts = {"title": title, "description": description, "name": name}
        self._origins = {saved.query.name: saved.origin for saved in known}
        self._follows_title = not name
        self._to_replace = ""

    def compose(self) -> ComposeResult:
        """Lay out the fields and the note."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Save as a query of yours")
            dialog.border_subtitle = Content("Enter next, then saves · Esc cancel")
            for key, label, placeholder in _FIELDS:
                with Horizontal(classes="field"):
                    yield Static(label, classes="label")
                    yield TextField(self._starts[key], placeholder, id=key)
            yield Static(id="save-note")

    def on_mount(self) -> None:
        """Say what will happen."""
        self._tell_what_happens()

    @on(Input.Changed)
    def _follow(self, event: Input.Changed) -> None:
        """Make a name of the title until one is written."""
        event.stop()
        if event.input.id == "title" and self._follows_title:
            with self.prevent(Input.Changed):
                self._field("name").value = _name_from(event.value)
        elif event.input.id == "name":
            self._follows_title = False
        self._to_replace = ""
        self._tell_what_happens()

    def action_go_on(self) -> None:
        """Go to the next field; from the last, save."""
        if self._field("name").has_focus:
            self._save()
        else:
            self.focus_next()

    def _save(self) -> None:
        texts = self._texts()
        missing = next((key for key, text in texts.items() if not text), None)
        if missing is not None:
            self._tell(f"The {missing} is missing.", "over")
            self._field(missing).focus()
            return
        name = texts["name"]
        if self._origins.get(name) is Origin.PORTFOLIO:
            self._tell(
                f"The portfolio has a query {name} of its own, which comes first. Choose another.", "over"
            )
            return
        if self._origins.get(name) is Origin.YOURS and self._to_replace != name:
            self._to_replace = name
            self._tell(f"You have a query {name} already. Enter again replaces it.", "running-out")
            return
        self._write(name, with_header(self._text, texts["title"], texts["description"]))

    def _write(self, name: str, text: str) -> None:
        try:
            path = save_query(name, text, replace=self._to_replace == name)
        except UserError as error:
            self._tell(str(error), "over")
        else:
            self.dismiss(path)

    def _texts(self) -> Mapping[str, str]:
        return {key: " ".join(self._field(key).value.split()) for key, _, _ in _FIELDS}

    def _tell_what_happens(self) -> None:
        origin = self._origins.get(self._texts()["name"])
        if origin is Origin.BUNDLED:
            self._tell(
                "Yours will come before the bundled query of that name; that one stays as it is.", "muted"
            )
        elif origin is Origin.YOURS:
            self._tell("You have a query of that name: it would be replaced.", "running-out")
        else:
            self._tell("It will stand in the list as yours, on every portfolio.", "muted")

    def _tell(self, text: str, ink: Ink) -> None:
        told = "\n".join(map(shown, text.splitlines()))
        self.query_one("#save-note", Static).update(content_of((Run(told, ink),)))

    def _field(self, key: str) -> TextField:
        return self.query_one(f"#{key}", TextField)


def _name_from(title: str) -> str:
    """Return `title` as the stem of a file: "Ceilings by state" is "ceilings-by-state"."""
    return re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")[:60]

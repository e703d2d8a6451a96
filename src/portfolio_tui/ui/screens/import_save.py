"""Asks under which name a profile is to be saved, and saves it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from portfolio_tui.errors import UserError
from portfolio_tui.ui.importing import KnownProfile, known_profiles, save_profile
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.theme import Ink, Run, content_of
from portfolio_tui.ui.widgets.text_field import TextField


class SaveProfileDialog(Dialog[KnownProfile]):
    """One field; closes with the profile as it was saved. Another of that name is replaced when asked."""

    AUTO_FOCUS: ClassVar[str | None] = "#profile-name"
    DEFAULT_CSS = """
    SaveProfileDialog {
        .field { height: 1; }
        .label { width: 8; color: $text-muted; }
        TextField { width: 1fr; }
        TextField:focus { background: $panel; }
        #save-note { height: auto; max-height: 8; margin: 1 0 0 0; }
    }
    """

    def __init__(self, text: str, name: str) -> None:
        """Take the profile as TOML, and the name to begin with."""
        super().__init__()
        self._text = text
        self._name_at_first = name
        self._is_yours = {known.name: known.is_yours for known in known_profiles()}
        self._to_replace = ""

    def compose(self) -> ComposeResult:
        """Lay out the field and the note."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Save the profile as one of yours")
            dialog.border_subtitle = Content("Enter saves · Esc cancel")
            with Horizontal(classes="field"):
                yield Static("Name", classes="label")
                yield TextField(self._name_at_first, "as my-county", id="profile-name")
            yield Static(id="save-note")

    def on_mount(self) -> None:
        """Say what will happen."""
        self._tell_what_happens()

    @on(Input.Changed)
    def _follow(self, event: Input.Changed) -> None:
        event.stop()
        self._to_replace = ""
        self._tell_what_happens()

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if self._is_yours.get(name) and self._to_replace != name:
            self._to_replace = name
            self._tell(f"You have a profile {name} already. Enter again replaces it.", "running-out")
            return
        try:
            saved = save_profile(name, self._text, replace=self._to_replace == name)
        except UserError as error:
            self._tell(str(error), "over")
        else:
            self.dismiss(saved)

    def _tell_what_happens(self) -> None:
        is_yours = self._is_yours.get(self.query_one("#profile-name", TextField).value.strip())
        if is_yours:
            self._tell("You have a profile of that name: it would be replaced.", "running-out")
        elif is_yours is None:
            self._tell("The next files of this kind are read by it, here and on the command line.", "muted")
        else:
            self._tell("Yours will come before the bundled profile of that name; that one stays.", "muted")

    def _tell(self, text: str, ink: Ink) -> None:
        told = "\n".join(map(shown, text.splitlines()))
        self.query_one("#save-note", Static).update(content_of((Run(told, ink),)))

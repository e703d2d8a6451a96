"""Asks why a finding is in order, and keeps the answer."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.theme import Ink, Run, content_of
from portfolio_tui.ui.widgets.text_field import TextField

Keep = Callable[[str, Callable[[str], None]], None]
"""Keeps a note, then says what went wrong, nothing where all went well."""


class AcknowledgeDialog(Dialog[bool]):
    """One field for the note; closes once it is kept, and stays with the reason where it cannot be."""

    AUTO_FOCUS: ClassVar[str | None] = "#note-text"
    DEFAULT_CSS = """
    AcknowledgeDialog {
        #note-summary { height: auto; margin: 0 0 1 0; }
        #note-text { background: $panel; margin: 0 0 1 0; }
        #note-told { height: auto; }
    }
    """

    def __init__(self, summary: str, note: str, folder: Path, keep: Keep) -> None:
        """Take the finding in a sentence, the note there is, the portfolio's folder, and what keeps it."""
        super().__init__()
        self._summary = summary
        self._note = note
        self._folder = folder
        self._keep = keep
        self._is_keeping = False

    def compose(self) -> ComposeResult:
        """Lay out the finding, the field, and where the note goes."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Acknowledge: it was looked at and is in order")
            dialog.border_subtitle = Content("Enter keeps it · Esc cancel")
            yield Static(content_of((Run(shown(self._summary)),)), id="note-summary")
            yield TextField(self._note, "why it is in order", id="note-text")
            yield Static(id="note-told")

    def on_mount(self) -> None:
        """Say where the note will be kept."""
        self._tell_place()

    @on(Input.Changed)
    def _tell_again(self, event: Input.Changed) -> None:
        event.stop()
        self._tell_place()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self._tell("Write why it is in order, for whoever asks next year.", "running-out")
        elif not self._is_keeping:
            self._is_keeping = True
            self._keep(event.value, self._take_end)

    def _take_end(self, error: str) -> None:
        self._is_keeping = False
        if not self.is_attached:
            return
        if error:
            self._tell(error, "over")
        else:
            self.dismiss(True)

    def _tell_place(self) -> None:
        self._tell(f"Kept beside the portfolio, in {self._folder / 'acknowledged_findings.jsonl'}.", "muted")

    def _tell(self, text: str, ink: Ink) -> None:
        self.query_one("#note-told", Static).update(content_of((Run(shown(text), ink),)))

"""Asks for the folder of the portfolio to open."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import Dialog
from portfolio_tui.ui.theme import Run, content_of
from portfolio_tui.ui.widgets.text_field import TextField

_HELP = "Enter opens it, → takes what is suggested, Esc leaves things as they are."


class FolderSuggester(Suggester):
    """Suggests the first folder, or file if those are wanted, whose path starts with what is typed."""

    def __init__(self, *, with_files: bool = False) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._with_files = with_files

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole path, written as the typed start of it is; None where there is none."""
        typed_parent, slash, start = value.rpartition("/")
        parent = expanded(f"{typed_parent}{slash}" or ".")
        try:
            names = sorted(path.name for path in parent.iterdir() if self._with_files or path.is_dir())
        except (OSError, ValueError):
            return None
        fitting = (name for name in names if name.startswith(start) and name != start)
        found = next((name for name in fitting if start or not name.startswith(".")), None)
        return None if found is None else f"{typed_parent}{slash}{found}"


class OpenDialog(Dialog[Path]):
    """One field for a path; closes with the folder, which exists."""

    AUTO_FOCUS: ClassVar[str | None] = "#open-path"
    DEFAULT_CSS = """
    OpenDialog #open-path { background: $panel; margin: 0 0 1 0; }
    OpenDialog #open-note { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the field and what it says below."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = Content("Open a portfolio")
            yield TextField(
                placeholder="folder of the portfolio", suggester=FolderSuggester(), id="open-path"
            )
            yield Static(content_of((Run(_HELP, "muted"),)), id="open-note")

    @on(Input.Submitted)
    def _open(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if not text:
            return
        folder = expanded(text)
        try:
            is_folder = folder.is_dir()
        except OSError as error:
            self._tell(f"{text} cannot be read: {error.strerror}.")
            return
        if is_folder:
            self.dismiss(folder)
        else:
            self._tell(f"There is no folder {text}. A portfolio is a folder of Parquet files.")

    @on(Input.Changed)
    def _forget_note(self, event: Input.Changed) -> None:
        event.stop()
        self._note.update(content_of((Run(_HELP, "muted"),)))

    def _tell(self, text: str) -> None:
        self._note.update(content_of((Run(shown(text), "over"),)))

    @property
    def _note(self) -> Static:
        return self.query_one("#open-note", Static)


def expanded(text: str) -> Path:
    """Return the path that `text` writes, ~ standing for the home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no home folder to stand for ~
        return Path(text)

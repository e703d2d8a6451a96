"""The third step of an import: into which portfolio, and of which day the figures are."""

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from portfolio_tui.ui.importing import ImportPlan, asks_for_day, folder_for, without_day
from portfolio_tui.ui.plain_text import shown, written
from portfolio_tui.ui.screens.import_step import ImportStep, StepNote
from portfolio_tui.ui.screens.open_dialog import FolderSuggester, expanded
from portfolio_tui.ui.theme import Ink, Run, content_of
from portfolio_tui.ui.widgets.choice_field import ChoiceField
from portfolio_tui.ui.widgets.choice_line import ChoiceLine
from portfolio_tui.ui.widgets.folder_list import FolderList
from portfolio_tui.ui.widgets.text_field import TextField

_MANIFEST = "portfolio.toml"
_DAY_TOLD = "what the files tell; or another day, as YYYY-MM-DD"
_DAY_NEEDED = "YYYY-MM-DD, the day of the figures"


class TargetStep(ImportStep):
    """A folder: a new portfolio's, or the one that is open; and the day, where the files don't tell it."""

    TITLE = "Where to"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "advance", "Next", id="import.enter", show=False),
        Binding("down", "line(1)", "Next line", id="import.line", show=False),
        Binding("up", "line(-1)", "Line before", id="import.line-before", show=False),
    ]
    DEFAULT_CSS = """
    TargetStep {
        padding: 1 0 0 0;
        #import-folders { margin: 0 1 0 11; max-height: 8; }
        #import-meaning { height: auto; padding: 0 1 0 11; margin: 0 0 1 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="step-target")
        self._plan = ImportPlan()
        self._proposed: Path | None = None
        self._opened: Path | None = None

    def compose(self) -> ComposeResult:
        """Lay out the choice, the folder and the day."""
        with Horizontal(classes="field", id="import-kind-line"):
            yield Static("Portfolio", classes="label")
            yield ChoiceField([("new", "another"), ("opened", "the one that is open")], id="import-kind")
        with Horizontal(classes="field", id="import-folder-line"):
            yield Static("Folder", classes="label")
            yield TextField(suggester=FolderSuggester(), id="import-folder")
        yield FolderList(id="import-folders")
        yield Static(id="import-meaning")
        with Horizontal(classes="field", id="import-day-line"):
            yield Static("As of", classes="label")
            yield TextField("", _DAY_TOLD, id="import-day")
        yield StepNote()

    def begin(self, plan: ImportPlan) -> None:
        """Come into sight; propose a folder unless one was chosen for the same kind of portfolio."""
        self._plan = plan
        profile = plan.profile
        if profile is None:
            raise RuntimeError("the step of the profile comes before this one")
        session = self.portfolio_app.session
        is_real = session is not None and not session.portfolio.manifest.synthetic
        self._opened = session.portfolio.folder if session is not None and is_real else None
        self.query_one("#import-kind-line").display = self._opened is not None
        self.query_one("#import-day-line").display = asks_for_day(profile)
        undated = without_day(profile, plan.sources)
        self._day_field.placeholder = _DAY_TOLD if undated is None else _DAY_NEEDED
        proposed = folder_for(profile)
        if proposed != self._proposed:
            self._proposed = proposed
            self._folder.value = written(proposed)
        self._show_kind()
        (self.query_one("#import-kind") if self._opened is not None else self._folder).focus()

    # --- where to

    @on(ChoiceLine.Taken, "#import-kind")
    def _follow_kind(self, event: ChoiceLine.Taken) -> None:
        event.stop()
        self._show_kind()

    def _show_kind(self) -> None:
        is_opened = self._into_opened
        self.query_one("#import-folder-line").display = not is_opened
        self.query_one(FolderList).display = not is_opened
        self._tell_meaning()

    @on(Input.Changed, "#import-folder")
    def _follow_folder(self, event: Input.Changed) -> None:
        event.stop()
        self.note.say("")
        self._tell_meaning()

    @on(FolderList.Chosen)
    def _go_to_folder(self, event: FolderList.Chosen) -> None:
        event.stop()
        self._folder.value = written(event.folder / expanded(self._folder.value).name)

    def _tell_meaning(self) -> None:
        folder = self._chosen
        if not self._into_opened:
            self.query_one(FolderList).show(folder.parent)
        text, ink = _meaning(folder)
        self.query_one("#import-meaning", Static).update(content_of((Run(shown(text), ink),)))

    @property
    def _into_opened(self) -> bool:
        return self._opened is not None and self.query_one("#import-kind", ChoiceField).taken == "opened"

    @property
    def _chosen(self) -> Path:
        if self._into_opened and self._opened is not None:
            return self._opened
        return expanded(self._folder.value.strip())

    # --- going on

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.advance()

    def action_line(self, by: int) -> None:
        """Go to the next line or the one before."""
        if by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_advance(self) -> None:
        """Go on to the next step."""
        self.advance()

    def advance(self) -> None:
        """Take folder and day."""
        if not self._into_opened and not self._folder.value.strip():
            self.note.show_error("Name a folder.")
            self._folder.focus()
            return
        try:
            as_of = self._day()
        except ValueError:
            self.note.show_error(f'"{self._day_field.value}" is not a day; write it as 2019-06-30.')
            self._day_field.focus()
            return
        profile = self._plan.profile
        undated = None if as_of or profile is None else without_day(profile, self._plan.sources)
        if undated is not None:
            self.note.show_error(
                f"The name {undated.name} does not tell the day of the figures: write it here."
            )
            self._day_field.focus()
            return
        self.note.say("")
        self.post_message(self.Taken(self, replace(self._plan, folder=self._chosen, as_of=as_of)))

    def _day(self) -> dt.date | None:
        """Return the day that is written, if one is and the profile asks for it; raises ValueError."""
        text = self._day_field.value.strip()
        if not text or not self.query_one("#import-day-line").display:
            return None
        return dt.date.fromisoformat(text)

    @property
    def _folder(self) -> TextField:
        return self.query_one("#import-folder", TextField)

    @property
    def _day_field(self) -> TextField:
        return self.query_one("#import-day", TextField)


def _meaning(folder: Path) -> tuple[str, Ink]:
    """Return what importing into `folder` would mean, as far as a look at it tells."""
    try:
        nearest = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
        if folder.exists() and not folder.is_dir():
            return "This is a file. Name a folder.", "over"
        if not nearest.is_dir() or not os.access(nearest, os.W_OK):
            return f"{written(nearest)} is not yours to write in.", "running-out"
        return _meaning_of_files(folder)
    except (OSError, ValueError) as error:
        return f"This folder cannot be read: {error}", "over"


def _meaning_of_files(folder: Path) -> tuple[str, Ink]:
    """Return what importing into `folder` would mean by what it holds; raises OSError."""
    if not folder.exists():
        return "A new portfolio is made there.", "muted"
    if (folder / _MANIFEST).exists():
        return "The files are merged into the portfolio that is there.", "accent"
    if any(not path.name.startswith(".") for path in folder.iterdir()):
        return "This folder holds other things; a portfolio needs one of its own.", "running-out"
    return "A new portfolio is made in this empty folder.", "muted"

"""The second step of an import: how the files are read."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from portfolio_tui.errors import UserError
from portfolio_tui.ui.import_words import profile_facts
from portfolio_tui.ui.importing import (
    Fault,
    ImportPlan,
    KnownProfile,
    guess,
    known_profiles,
    left_open,
    profile_in,
    read_known,
    save_profile,
    text_of_profile,
)
from portfolio_tui.ui.screens.import_save import SaveProfileDialog
from portfolio_tui.ui.screens.import_step import ImportStep, StepNote
from portfolio_tui.ui.widgets.cells import Cell, Column
from portfolio_tui.ui.widgets.fact_list import FactList
from portfolio_tui.ui.widgets.ledger import Ledger
from portfolio_tui.ui.widgets.profile_editor import ProfileEditor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portfolio_tui.sources.guessing import Guess

_OWN = "\nown"


@dataclass(frozen=True)
class Choice:
    """A profile that can be taken: one that is known, or the text in the editor."""

    key: str
    name: str
    origin: str
    note: str
    known: KnownProfile | None = None


_COLUMNS = (
    Column[Choice](
        "name", "Profile", lambda choice: Cell(choice.name), 38, flex=1, priority=9, sortable=False
    ),
    Column[Choice]("note", "", lambda choice: Cell(choice.note, "accent"), 16, priority=8, sortable=False),
    Column[Choice](
        "origin", "From", lambda choice: Cell(choice.origin, "muted"), 9, priority=7, sortable=False
    ),
)


class ProfileStep(ImportStep):
    """The profiles, the one that fits first; one of the user's own is written in an editor beneath."""

    TITLE = "Profile"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "c",
            "change",
            "Change a copy",
            id="import.change",
            tooltip="Write a profile that begins as this one",
        ),
        Binding("ctrl+s,f2", "save", "Save", id="import.save", tooltip="Save the profile as one of yours"),
    ]
    DEFAULT_CSS = """
    ProfileStep {
        #import-profiles { height: 7; }
        #import-about { height: 1fr; padding: 1 0 0 0; scrollbar-size-vertical: 1; }
        ProfileEditor { height: 1fr; margin: 1 0 0 0; }
        &.-writes #import-profiles { height: 4; }
        &.-writes #import-about { display: none; }
        ProfileEditor { display: none; }
        &.-writes ProfileEditor { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="step-profile")
        self._plan = ImportPlan()
        self._guessed_for: tuple[Path, ...] | None = None
        self._guess: Guess | None = None
        self._has_own = False
        """Whether the editor holds a profile."""
        self._own_name = self._own_note = ""
        self._saved_name = ""
        """The name under which the editor's profile was saved; empty before that."""

    def compose(self) -> ComposeResult:
        """Lay out the profiles, and beneath them what one says or the editor."""
        yield Ledger[Choice](_COLUMNS, lambda choice: choice.key, id="import-profiles")
        with VerticalScroll(id="import-about", can_focus=False):
            yield FactList()
        yield ProfileEditor(id="import-editor")
        yield StepNote()

    def begin(self, plan: ImportPlan) -> None:
        """Come into sight; look at the files unless they were looked at, and could be read."""
        self._plan = plan
        self._profiles.focus()
        if plan.sources == self._guessed_for and (self._guess is not None or self._has_own):
            return
        self._guessed_for, self._guess = plan.sources, None
        self._has_own = False
        self._profiles.show_loading("Looking at the files …")
        self.note.say("")
        self.in_background(partial(guess, plan.sources))

    def take_value(self, value: object) -> None:
        """Take what the files are guessed to be."""
        from portfolio_tui.sources.guessing import Guess

        if isinstance(value, Guess):
            self._take_guess(value)
        else:
            self.note.show_error(f"{value}\nChoose how to read them, or go back with Escape and take others.")
        self._show_choices()

    def take_error(self, text: str) -> None:
        """Offer the profiles that are known."""
        super().take_error(text)
        self._show_choices()

    def _take_guess(self, guess: "Guess") -> None:
        self._guess = guess
        if guess.bundled is None:
            self._write(guess.toml, guess.profile_name, "guessed")
            self.note.say("No profile fits: this one was guessed, with its reasons. Enter edits it.")

    # --- the list

    def _show_choices(self) -> None:
        fitting = None if self._guess is None else self._guess.bundled
        known = [
            Choice(
                known.name, known.name, _origin(known), "fits these files" * (known.name == fitting), known
            )
            for known in known_profiles()
            if not (self._has_own and known.is_yours and known.name == self._saved_name)
        ]
        if self._has_own:
            origin = "yours" if self._saved_name else "not saved"
            known.insert(0, Choice(_OWN, self._saved_name or self._own_name, origin, self._own_note))
        known.sort(key=lambda choice: (not choice.note, choice.known is not None))
        self._profiles.show(known)

    @on(Ledger.Highlighted, "#import-profiles")
    def _tell_choice(self, event: Ledger.Highlighted[Choice]) -> None:
        event.stop()
        self._tell(event.row)

    def _tell(self, choice: Choice) -> None:
        self.set_class(choice.known is None, "-writes")
        if choice.known is not None:
            reasons = self._guess.reasons if self._guess is not None and choice.note else ()
            facts = profile_facts(choice.known, read_known(choice.known), reasons)
            self.query_one(FactList).show(facts)
            self.query_one("#import-about").scroll_home(animate=False)

    @on(Ledger.Chosen, "#import-profiles")
    def _choose(self, event: Ledger.Chosen[Choice]) -> None:
        event.stop()
        if event.row.known is None:
            self._editor.focus()
        else:
            self.advance()

    # --- writing one

    def action_change(self) -> None:
        """Write a profile that begins as the one at the cursor."""
        choice = self._profiles.row_at_cursor
        if choice is None or choice.known is None:
            self._editor.focus()
            return
        name = choice.name if choice.known.is_yours else f"{choice.name}-2"
        self._write(text_of_profile(choice.known), name, f"from {choice.name}")
        self._show_choices()
        self._profiles.move_to(_OWN)
        self._editor.focus()

    def _write(self, text: str, name: str, note: str) -> None:
        self._has_own, self._own_name, self._own_note = True, name, note
        self._saved_name = ""
        self._editor.load(text)
        fault = self._fault(is_whole=True)
        self._editor.tell(fault)
        self._editor.move_to_fault()

    @on(ProfileEditor.Changed)
    def _check(self) -> None:
        """Tell what is wrong with the text as it stands."""
        self._editor.tell(self._fault(is_whole=True))

    def _fault(self, *, is_whole: bool) -> Fault | None:
        """Return what is wrong with the text; what is only left open counts where it `is_whole`."""
        text = self._editor.text
        found = profile_in(text, self._own_name)
        if isinstance(found, Fault):
            return found
        return left_open(found, text) if is_whole else None

    def action_save(self) -> None:
        """Save the text as a profile of the user's, which may leave something open."""
        self._save(lambda _saved: self._editor.focus(), is_whole=False)

    def _save(self, go_on: "Callable[[KnownProfile], object]", *, is_whole: bool) -> None:
        fault = self._fault(is_whole=is_whole)
        if fault is not None:
            self._editor.tell(fault)
            self._editor.go_to_fault()
            return
        text = self._editor.text
        if not self._saved_name:
            dialog = SaveProfileDialog(text, self._own_name)
            self.app.push_screen(dialog, partial(self._take_saved, go_on))
            return
        try:
            saved = save_profile(self._saved_name, text, replace=True)
        except UserError as error:
            self.note.show_error(str(error))
        else:
            self._take_saved(go_on, saved)

    def _take_saved(self, go_on: "Callable[[KnownProfile], object]", saved: KnownProfile | None) -> None:
        if saved is None:
            return
        self._saved_name = saved.name
        self._show_choices()
        self.note.say(f"Saved as {saved.name}, for the command line, too.")
        go_on(saved)

    # --- going on and back

    def advance(self) -> None:
        """Take the profile at the cursor; one that was written is saved first."""
        choice = self._profiles.row_at_cursor
        if choice is None:
            return
        if choice.known is None:
            self._save(self._take, is_whole=True)
        else:
            self._take(choice.known)

    def _take(self, known: KnownProfile) -> None:
        found = read_known(known)
        fault = found if isinstance(found, Fault) else left_open(found, "")
        if fault is not None:
            self.note.show_error(fault.message)
        elif not isinstance(found, Fault):
            self.note.say("")
            self.post_message(self.Taken(self, replace(self._plan, profile=found)))

    def retreat(self) -> bool:
        """Go from the editor to the list; what was written stays."""
        if self._editor.has_editor_focus:
            self._profiles.focus()
            return True
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to save only what is being written, and to change only what is not."""
        writes = self.has_class("-writes")
        if (action == "save" and not writes) or (action == "change" and self._editor.has_editor_focus):
            return False
        return super().check_action(action, parameters)

    @property
    def _profiles(self) -> Ledger[Choice]:
        return self.query_one("#import-profiles", Ledger)

    @property
    def _editor(self) -> ProfileEditor:
        return self.query_one(ProfileEditor)


def _origin(known: KnownProfile) -> str:
    return "yours" if known.is_yours else "bundled"

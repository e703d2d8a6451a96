"""The last step of an import: the import itself, and what it did."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from portfolio_tui.ui.import_parts import PartRow
from portfolio_tui.ui.import_words import result_runs
from portfolio_tui.ui.importing import ImportPlan, Undone, bring_in, undo
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.import_outcome import OutcomeStep
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.ledger import Ledger

if TYPE_CHECKING:
    from portfolio_tui.sources.outcome import ImportOutcome


class ResultStep(OutcomeStep):
    """How far the import is, then what it did; Enter opens the portfolio."""

    TITLE = "Import"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+n", "advance", "Open it", id="import.open", tooltip="Open the portfolio"),
        Binding("u", "undo", "Undo it", id="import.undo", tooltip="Take the import back"),
        Binding("r", "try_again", "Try again", id="import.try-again"),
    ]

    class Opened(Message):
        """The portfolio in `folder` is to be opened."""

        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.folder = folder

    def __init__(self) -> None:
        super().__init__(id="step-result")
        self._plan = ImportPlan()
        self._can_undo = False

    def begin(self, plan: ImportPlan) -> None:
        """Come into sight and import."""
        self._plan = plan
        self.action_try_again()

    def action_try_again(self) -> None:
        """Import."""
        self.start(partial(bring_in, self._plan), "Importing …")

    @property
    def _folder(self) -> Path:
        if self._plan.folder is None:
            raise RuntimeError("an import without a folder")
        return self._plan.folder

    def heading(self, outcome: "ImportOutcome") -> Runs:
        """Return the count of rows, and what became of them."""
        self._can_undo = outcome.number is not None
        return result_runs(outcome, self._folder)

    @on(Ledger.Chosen)
    def _open(self, event: Ledger.Chosen[PartRow]) -> None:
        event.stop()
        self.advance()

    def action_advance(self) -> None:
        """Open the portfolio."""
        self.advance()

    def advance(self) -> None:
        """Open the portfolio."""
        self.post_message(self.Opened(self._folder))

    def action_undo(self) -> None:
        """Put the portfolio back to what it was before this import."""
        self._can_undo = False
        self.note.say("Taking it back …")
        self.in_background(partial(undo, self._folder))

    def take_value(self, value: object) -> None:
        """Show what was imported, or that it was taken back."""
        if isinstance(value, Undone):
            self.remove_class("-done")
            self.note.show_runs(tuple(Run(f"{shown(line)}\n") for line in value.words.splitlines()))
            self.focus()
            self.refresh_bindings()
        else:
            super().take_value(value)

    def retreat(self) -> bool:
        """Stop the import, and stay until it has ended: it may be done before it hears of it."""
        if self.is_working:
            self.stop()
            return True
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to try again only while nothing is imported, and to undo only once something is."""
        if action == "try_again" and self.is_done:
            return False
        if action == "undo" and not (self.is_done and self._can_undo):
            return False
        return super().check_action(action, parameters)

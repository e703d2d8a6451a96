"""The fourth step of an import: what it would do, before anything is written."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from portfolio_tui.ui.import_parts import PartRow
from portfolio_tui.ui.import_words import preview_runs
from portfolio_tui.ui.importing import ImportPlan, preview
from portfolio_tui.ui.screens.import_outcome import OutcomeStep
from portfolio_tui.ui.theme import Runs
from portfolio_tui.ui.widgets.ledger import Ledger

if TYPE_CHECKING:
    from portfolio_tui.sources.outcome import ImportOutcome


class PreviewStep(OutcomeStep):
    """The rows that would be kept, set aside and folded, and what would change."""

    TITLE = "Preview"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,enter", "advance", "Import", id="import.go", key_display="^n"),
        Binding("r", "try_again", "Read again", id="import.again", tooltip="Read the files once more"),
    ]

    def __init__(self) -> None:
        super().__init__(id="step-preview")
        self._plan = ImportPlan()
        self._previewed: ImportPlan | None = None

    def begin(self, plan: ImportPlan) -> None:
        """Come into sight; read the files unless nothing was chosen otherwise since."""
        self._plan = plan
        if plan == self._previewed and self.is_done:
            self.view.line.focus()
        else:
            self.action_try_again()

    def action_try_again(self) -> None:
        """Read the files and tell what importing them would do."""
        self._previewed = self._plan
        self.start(partial(preview, self._plan), "Reading the files … Nothing is written yet.")

    def heading(self, outcome: "ImportOutcome") -> Runs:
        """Return the count of rows, and what would become of them."""
        folder = self._plan.folder
        if folder is None:
            raise RuntimeError("a preview without a folder")
        return preview_runs(outcome, folder, is_there=folder.exists())

    @on(Ledger.Chosen)
    def _view(self, event: Ledger.Chosen[PartRow]) -> None:
        event.stop()
        self.action_view_row()

    def action_advance(self) -> None:
        """Import."""
        self.advance()

    def advance(self) -> None:
        """Go on to the import once its preview is there."""
        self.post_message(self.Taken(self, self._plan))

    def retreat(self) -> bool:
        """Stop reading; the step is left either way."""
        if self.is_working:
            self.stop()
            self.forget_work()
            self._stopper = None
            self._previewed = None
        return False

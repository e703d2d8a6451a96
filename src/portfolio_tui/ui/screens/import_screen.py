"""Brings files of the user's own into a portfolio, step by step; Escape goes one step back."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from portfolio_tui.extract.words import counted
from portfolio_tui.ui.frame import SEPARATOR, FitLine
from portfolio_tui.ui.importing import ImportPlan
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.dialog import ClosedOnce
from portfolio_tui.ui.screens.import_files import FilesStep
from portfolio_tui.ui.screens.import_preview import PreviewStep
from portfolio_tui.ui.screens.import_profile import ProfileStep
from portfolio_tui.ui.screens.import_result import ResultStep
from portfolio_tui.ui.screens.import_step import ImportStep
from portfolio_tui.ui.screens.import_target import TargetStep
from portfolio_tui.ui.theme import Run
from portfolio_tui.ui.widgets.key_line import KeyLine

_LEAST_WIDTH = 65
"""In how many cells the whole way has room."""


class ImportScreen(ClosedOnce[Path]):
    """The steps of an import; closes with the folder of the portfolio to open, or with None."""

    AUTO_FOCUS: ClassVar[str | None] = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "advance", "Next", id="import.next", tooltip="Go on to the next step"),
        Binding("escape", "back", "Back", id="import.back", tooltip="Go one step back, or stop"),
    ]
    DEFAULT_CSS = """
    ImportScreen {
        #import-head { height: 2; padding: 0 1; background: $panel; }
        #import-trail { height: 1; }
        ContentSwitcher { height: 1fr; }
    }
    """

    def __init__(self, start: Path) -> None:
        """Take the folder to start in, or a file in it to begin with."""
        super().__init__()
        self._result = ResultStep()
        self._steps: tuple[ImportStep, ...] = (
            FilesStep(start),
            ProfileStep(),
            TargetStep(),
            PreviewStep(),
            self._result,
        )
        self._at = 0
        self._plan = ImportPlan()

    def compose(self) -> ComposeResult:
        """Lay out the trail, the step in sight and the keys."""
        with Vertical(id="import-head"):
            yield FitLine("import-name")
            yield Static(id="import-trail")
        with ContentSwitcher(initial=self._steps[0].id):
            yield from self._steps
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin with the files."""
        self._go_to(0)

    def _go_to(self, place: int) -> None:
        self._at = place
        step = self._steps[place]
        self.query_one(ContentSwitcher).current = step.id
        self._tell_way()
        step.begin(self._plan)

    def on_resize(self) -> None:
        """Tell the way anew: where it has no room, the step in sight alone."""
        self._tell_way()

    def _tell_way(self) -> None:
        parts: list[tuple[str, str]] = []
        for place, step in enumerate(self._steps):
            if place != self._at and self.size.width < _LEAST_WIDTH:
                continue
            parts += [(SEPARATOR, "$text-muted")] if parts else []
            parts.append((step.TITLE, _STYLES[(place > self._at) - (place < self._at)]))
        parts.append((f"   step {self._at + 1} of {len(self._steps)}", "$text-muted"))
        self.query_one("#import-trail", Static).update(Content.assemble(*parts))
        told = (Run(shown(_in_short(self._plan)), "muted"),)
        self.query_one(FitLine).show(Run("Import your own files", "strong"), (), (told, ()))

    @on(ImportStep.Taken)
    def _take(self, message: ImportStep.Taken) -> None:
        message.stop()
        if message.step is self._steps[self._at]:  # and not one that was left while more keys were pressed
            self._plan = message.plan
            self._go_to(self._at + 1)

    @on(ResultStep.Opened)
    def _open(self, message: ResultStep.Opened) -> None:
        message.stop()
        self.dismiss(message.folder)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only where there is something to go on to."""
        if action == "advance" and not self._steps[self._at].can_advance:
            return False
        return super().check_action(action, parameters)

    def action_advance(self) -> None:
        """Go on to the next step."""
        self._steps[self._at].advance()

    def action_back(self) -> None:
        """Go one step back; from the first, leave."""
        if self._steps[self._at].retreat():
            return
        if self._at == 0 or self._result.is_done:
            self.dismiss(None)
        else:
            self._go_to(self._at - 1)


_STYLES = {-1: "$foreground", 0: "bold underline $text-accent", 1: "$text-muted"}


def _in_short(plan: ImportPlan) -> str:
    """Return what was chosen so far, in a few words."""
    parts = []
    if plan.sources:
        first = plan.sources[0].name
        parts.append(
            first
            if len(plan.sources) == 1
            else f"{first} and {counted(len(plan.sources) - 1, 'other', 'others')}"
        )
    if plan.profile is not None:
        parts.append(plan.profile.name)
    return SEPARATOR.join(parts)

"""What the last two steps of an import share: work in the background, then its outcome in lists."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from portfolio_tui.ui.import_words import progress_runs
from portfolio_tui.ui.importing import Stopper
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.screens.cell_view import CellView
from portfolio_tui.ui.screens.import_step import ImportStep, StepNote
from portfolio_tui.ui.theme import Run, Runs, content_of
from portfolio_tui.ui.widgets.outcome_view import OutcomeView

if TYPE_CHECKING:
    from portfolio_tui.sources.outcome import ImportOutcome
    from portfolio_tui.sources.progress import ImportProgress


class OutcomeStep(ImportStep):
    """A step that works in the background for a while and then shows an outcome."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "view_row", "Whole row", id="outcome.view", tooltip="Every text of the row, whole"),
    ]
    DEFAULT_CSS = """
    OutcomeStep {
        .outcome-head { height: auto; padding: 1 1 0 1; display: none; }
        OutcomeView { display: none; }
        &.-done .outcome-head, &.-done OutcomeView { display: block; }
    }
    """

    class Progressed(Message):
        """The work with that number has come so far."""

        def __init__(self, number: int, progress: "ImportProgress") -> None:
            super().__init__()
            self.number = number
            self.progress = progress

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._stopper: Stopper | None = None
        self.can_focus = True  # while there is nothing else to have the focus

    def compose(self) -> ComposeResult:
        """Lay out the headline, the lists and the note."""
        yield Static(classes="outcome-head")
        yield OutcomeView()
        yield StepNote()

    # --- what a subclass gives

    def action_try_again(self) -> None:
        """Do the work once more."""
        raise NotImplementedError

    def heading(self, outcome: "ImportOutcome") -> Runs:
        """Return what is said above the lists."""
        raise NotImplementedError

    # --- the work

    def start(self, work: Callable[[Stopper], object], note: str) -> None:
        """Run `work` in the background, telling how far it is."""
        number = self._work_number + 1
        self._stopper = Stopper(partial(self._report, number))
        self.remove_class("-done")
        self.note.say(note)
        self.focus()
        self.in_background(partial(work, self._stopper))

    def _report(self, number: int, progress: "ImportProgress") -> None:
        """Run in a worker thread: only post how far it is."""
        self.post_message(self.Progressed(number, progress))

    @property
    def is_working(self) -> bool:
        """Whether the work is still going on."""
        return self._stopper is not None

    @property
    def can_advance(self) -> bool:
        """Whether there is an outcome to go on with."""
        return self.is_done

    @property
    def is_done(self) -> bool:
        """Whether the outcome is shown."""
        return self.has_class("-done")

    def stop(self) -> None:
        """Ask the work to end."""
        if self._stopper is not None:
            self._stopper.stop()
            self.note.say("Stopping …")

    def on_unmount(self) -> None:
        """Stop what nobody waits for any more."""
        if self._stopper is not None:
            self._stopper.stop()

    @on(Progressed)
    def _tell_progress(self, message: Progressed) -> None:
        message.stop()
        if message.number == self._work_number and self._stopper is not None and not self._stopper.is_asked:
            self.note.show_runs((*progress_runs(message.progress), Run("\nEsc stops", "muted")))

    def take_value(self, value: object) -> None:
        """Show the outcome, or what went wrong."""
        from portfolio_tui.sources.outcome import ImportOutcome

        self._stopper = None
        if not isinstance(value, ImportOutcome):
            self.take_error(str(value))
            return
        self.note.say("")
        self.query_one(".outcome-head", Static).update(content_of(self.heading(value)))
        self.add_class("-done")
        self.view.show(value)
        self.view.line.focus()
        self.refresh_bindings()

    def take_error(self, text: str) -> None:
        """Tell what went wrong; everything chosen stays."""
        self._stopper = None
        self.note.show_error(text)
        self.refresh_bindings()

    @property
    def view(self) -> OutcomeView:
        """The lists."""
        return self.query_one(OutcomeView)

    def action_view_row(self) -> None:
        """Show the row at the cursor whole."""
        row = self.view.row_at_cursor
        if row is not None and self.is_done:
            copied = "\t".join(shown(text) for _, text in row.facts)
            self.app.push_screen(CellView(row.facts, copied))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what goes on from the outcome only once there is one, and to try again only without work."""
        if action in {"view_row", "advance"} and not self.is_done:
            return False
        if action == "try_again" and self.is_working:
            return False
        return super().check_action(action, parameters)

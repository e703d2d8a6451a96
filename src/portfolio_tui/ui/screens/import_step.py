"""What the steps of an import share: what was chosen goes in, and comes out with the step's own choice."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.visual import VisualType
from textual.worker import Worker, WorkerState

from portfolio_tui.ui.importing import ImportPlan
from portfolio_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio_tui.ui.app import PortfolioApp


class StepNote(Notice):
    """What a step says at its bottom; without anything to say it takes no room."""

    DEFAULT_CSS = """
    StepNote {
        display: none;
        max-height: 8;
        margin: 1 0 0 0;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show `content`, or nothing."""
        self.display = bool(str(content))
        super().update(content, layout=layout)


class ImportStep(Vertical):
    """One step. Subclasses compose their own widgets and a `StepNote`."""

    TITLE: ClassVar[str] = ""
    DEFAULT_CSS = """
    ImportStep {
        height: 1fr;
        .field { height: 1; padding: 0 1; }
        .label { width: 10; color: $text-muted; }
        .field TextField { width: 1fr; }
        .field TextField:focus { background: $panel; }
    }
    """

    class Taken(Message):
        """The `step` is done, and `plan` holds what was chosen in it."""

        def __init__(self, step: "ImportStep", plan: ImportPlan) -> None:
            super().__init__()
            self.step = step
            self.plan = plan

    class WorkEnded(Message):
        """What was done in the background has ended with `value`, or with an error that nobody foresaw."""

        def __init__(self, number: int, value: object, error: str | None = None) -> None:
            super().__init__()
            self.number = number
            self.value = value
            self.error = error

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._work_number = 0

    # --- what a subclass gives

    def begin(self, plan: ImportPlan) -> None:
        """Come into sight with what the steps before chose; what was chosen here before stays."""
        raise NotImplementedError

    @property
    def can_advance(self) -> bool:
        """Whether there is anything to go on with yet."""
        return True

    def advance(self) -> None:
        """Post `Taken` with what is chosen, or tell what is missing."""
        raise NotImplementedError

    def retreat(self) -> bool:
        """Do what Escape means within the step; say whether it meant something, or the step is to be left."""
        return False

    def take_value(self, value: object) -> None:
        """Take what work in the background ended with."""
        raise NotImplementedError

    def take_error(self, text: str) -> None:
        """Tell of an error that nobody foresaw."""
        self.note.show_error(text)

    # --- what a subclass uses

    @property
    def portfolio_app(self) -> "PortfolioApp":
        """The app, typed."""
        return cast("PortfolioApp", self.app)

    @property
    def note(self) -> StepNote:
        """The line or more at the bottom of the step."""
        return self.query_one(StepNote)

    def in_background(self, work: "Callable[[], object]") -> None:
        """Run `work` in a worker thread; `take_value` gets what it returns, unless other work began since."""
        self._work_number += 1
        run = partial(self._run, self._work_number, work)
        self.run_worker(run, thread=True, group="import", exit_on_error=False, name=str(self._work_number))

    def forget_work(self) -> None:
        """Take no notice of what is still going on in the background."""
        self._work_number += 1

    def _run(self, number: int, work: "Callable[[], object]") -> None:
        """Run in a worker thread: only post what it ended with."""
        self.post_message(self.WorkEnded(number, work()))

    @on(Worker.StateChanged)
    def _tell_unexpected(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state is WorkerState.ERROR:
            text = f"Something unexpected went wrong: {event.worker.error}. Nothing was changed."
            self.post_message(self.WorkEnded(int(event.worker.name), None, text))

    @on(WorkEnded)
    def _take_end(self, message: WorkEnded) -> None:
        message.stop()
        if message.number != self._work_number:
            return
        if message.error is None:
            self.take_value(message.value)
        else:
            self.take_error(message.error)

"""What all dialogs share: a frame over the dashboard, closed by Escape."""

from typing import ClassVar, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from portfolio_tui.ui.widgets.text_field import TextField

ResultT = TypeVar("ResultT")


class ClosedOnce(Screen[ResultT | None]):
    """A screen over others that keys cannot close again while they wait behind the one that closed it."""

    def dismiss(self, result: ResultT | None = None) -> AwaitComplete:
        """Close with `result`; where the screen is closed already, leave the one beneath alone."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(ClosedOnce[ResultT], ModalScreen[ResultT | None]):
    """A dialog over the dashboard; its widgets lie in a container with the class `dialog`.

    Escape closes it with None. Where AUTO_FOCUS names a field, what is typed before it has the focus is kept
    for it: whoever knows the keys types on without looking.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Close", id="dialog.close"),
    ]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > .dialog {
            width: 100%;
            max-width: 100;
            height: auto;
            max-height: 100%;
            border: round $border-blurred;
            border-title-color: $text-accent;
            border-subtitle-color: $text-muted;
            background: $surface;
            padding: 0 1;
        }
        &:ansi { background: transparent; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed_early = ""

    def on_key(self, event: events.Key) -> None:
        """Take what is typed while no field has the focus, or was when it was typed."""
        if self.AUTO_FOCUS is None or not event.is_printable or event.character is None:
            return
        if self.focused is None or isinstance(self.focused, TextField):
            event.stop()
            self._typed_early += event.character
            self._hand_over_typed()

    def on_descendant_focus(self) -> None:
        """Hand over what was typed early."""
        self._hand_over_typed()

    def _hand_over_typed(self) -> None:
        field = self.focused
        if isinstance(field, TextField) and self._typed_early:
            typed, self._typed_early = self._typed_early, ""
            field.insert_text_at_cursor(typed)

    def action_cancel(self) -> None:
        """Close without a result."""
        self.dismiss(None)

"""What all dialogs share: a frame over the dashboard, closed by Escape."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

ResultT = TypeVar("ResultT")


class Dialog(ModalScreen[ResultT | None]):
    """A dialog over the dashboard; its widgets lie in a container with the class `dialog`.

    Escape closes it with None.
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

    def action_cancel(self) -> None:
        """Close without a result."""
        self.dismiss(None)

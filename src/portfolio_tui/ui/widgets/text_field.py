"""A field to type into: one line, without a border, with a cursor that stands still."""

from textual import events
from textual.suggester import Suggester
from textual.widgets import Input

from portfolio_tui.ui.widgets.keys_at_once import act_at_once


class TextField(Input):
    """An Input that takes one line and sends nothing to the terminal while nobody types."""

    DEFAULT_CSS = """
    TextField {
        height: 1;
        border: none;
        padding: 0;
        background: $surface;
        &:focus { border: none; }
        & > .input--placeholder { color: $text-muted; }
    }
    """

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        suggester: Suggester | None = None,
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(value, placeholder, suggester=suggester, id=id, compact=True)
        self.cursor_blink = False

    async def on_key(self, event: events.Key) -> None:
        """Do what edits the text at once; Enter waits its turn among the keys of lists and dialogs."""
        if event.key != "enter":
            await act_at_once(self, self._bindings, event)

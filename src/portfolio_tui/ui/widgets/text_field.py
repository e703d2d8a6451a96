"""A field to type into: one line, without a border, with a cursor that stands still."""

from textual.suggester import Suggester
from textual.widgets import Input


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

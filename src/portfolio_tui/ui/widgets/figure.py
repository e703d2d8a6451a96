"""One key figure: its label, value and note, able to say its definition."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from portfolio_tui.ui.figures import MISSING
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Ink, Run, content_of

_AWAITED = "…"


class Figure(Static, can_focus=True):
    """A label, a value and a note in one line; hovering says the definition, Enter asks for its help page."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Figure {
        width: auto;
        height: auto;
        padding: 0 1;
        &:focus { background: $primary 20%; }
        &:ansi:focus, &:nocolor:focus { background: $background; text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "explain", "Definition", id="figure.explain"),
    ]

    stacked: reactive[bool] = reactive(False, init=False)
    """Whether the value stands under its label, which takes less width."""

    class Explained(Message):
        """Enter was pressed on a figure, or it was clicked: show the definition of its `measure`."""

        def __init__(self, figure: "Figure", measure: str) -> None:
            super().__init__()
            self.figure = figure
            self.measure = measure

        @property
        def control(self) -> "Figure":
            """The figure, for `@on(Figure.Explained, "#id")`."""
            return self.figure

    def __init__(
        self,
        label: str,
        *,
        measure: str = "",
        definition: str = "",
        stacked: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Take the label, the measure's name, the definition to say on hovering, and whether to stack."""
        super().__init__(name=name, id=id, classes=classes)
        self._label = label
        self._measure = measure
        self._value, self._note = Run(_AWAITED, "faint"), Run("")
        self.set_reactive(Figure.stacked, stacked)
        self._definition = Content(definition) if definition else None
        self.tooltip = self._definition
        self._draw()

    def show(self, value: str, note: str = "", ink: Ink = "strong", note_ink: Ink = "muted") -> None:
        """Show a value ("$4.82 bn") and a note beside it ("▲ 6 %"); before the first call it shows "…"."""
        self._value, self._note = Run(shown(value), ink), Run(shown(note), note_ink)
        self._draw()

    def show_loading(self, note: str = "") -> None:  # noqa: ARG002 there is no room for a note
        """Show "…" until the next `show` or `show_error`."""
        self.tooltip = self._definition
        self._value, self._note = Run(_AWAITED, "faint"), Run("")
        self._draw()

    def show_error(self, text: str) -> None:
        """Show that there is no figure; hovering says why."""
        self.tooltip = Content(shown(text))
        self.show(MISSING)

    def watch_stacked(self) -> None:
        """Draw anew on one line or two."""
        self._draw()

    def _draw(self) -> None:
        between = Run("\n" if self.stacked else " ")
        note = (Run(" "), self._note) if self._note.text else ()
        self.update(content_of((Run(shown(self._label), "muted"), between, self._value, *note)))

    def visible_text(self) -> str:
        """Return label, value and note as plain text."""
        return str(self.content)

    def action_explain(self) -> None:
        """Ask for the definition."""
        self.post_message(self.Explained(self, self._measure))

    def on_click(self) -> None:
        """Ask for the definition."""
        self.action_explain()

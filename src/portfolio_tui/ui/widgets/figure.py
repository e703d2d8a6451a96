"""One key figure: its label, value and note, able to say its definition."""

from typing import ClassVar

from textual.message import Message
from textual.widget import Widget

from portfolio_tui.ui.theme import INK_CLASSES, Ink, ink_css


class Figure(Widget, can_focus=True):
    """A label, a value and a note in one line; hovering says the definition, Enter asks for its help page."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES}
    DEFAULT_CSS = ink_css("Figure")

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
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Take the label, the name of the measure it shows and the definition to say on hovering."""
        super().__init__(name=name, id=id, classes=classes)

    def show(self, value: str, note: str = "", ink: Ink = "strong", note_ink: Ink = "muted") -> None:
        """Show a value ("$4.82 bn") and a note beside it ("▲ 6 %"); before the first call it shows "…"."""

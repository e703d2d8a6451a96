"""A line of choices that can have the focus: the arrow keys step through it."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from portfolio_tui.ui.widgets.choice_line import ChoiceLine


class ChoiceField(ChoiceLine, can_focus=True):
    """One line of choices in a dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Next choice", id="choice.next", key_display="←→"),
        Binding("left", "step(-1)", "Choice before", id="choice.before", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceField {
        width: 1fr;
        padding: 0;
        overflow: auto hidden;
        scrollbar-size: 0 0;
        &:focus { background: $panel; }
        &:focus Choice.-taken { background: $primary 26%; }
    }
    """

    def watch_taken(self, taken: str) -> None:
        """Bring the choice taken in sight, where not all have room."""
        super().watch_taken(taken)
        self.scroll_to_widget(self.choice(taken), animate=False)

    def action_step(self, by: int) -> None:
        """Take the choice that many places further."""
        self.step(by)

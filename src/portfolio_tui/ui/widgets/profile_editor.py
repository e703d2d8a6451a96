"""The editor of a profile's TOML, with what is wrong with it beneath."""

from typing import ClassVar, Self

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from portfolio_tui.ui.importing import Fault
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import INK_CLASSES, Run, ink_css
from portfolio_tui.ui.widgets.keys_at_once import act_at_once
from portfolio_tui.ui.widgets.notice import Notice


class ProfileArea(TextArea):
    """A TextArea whose comments stand back; control characters get visible stand-ins."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TextArea.COMPONENT_CLASSES | INK_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a,f7", "select_all", "Select all", id="profile.select-all", show=False),
    ]
    DEFAULT_CSS = """
    ProfileArea {
        height: 1fr;
        border: none;
        padding: 0;
        background: $background;
        scrollbar-size: 1 1;
        &:focus { border: none; }
    }
    """ + ink_css("ProfileArea")

    def __init__(self) -> None:
        super().__init__("", show_line_numbers=True, highlight_cursor_line=False)
        self.cursor_blink = False

    def get_line(self, line_index: int) -> Text:
        """Return a line safe to print, what is a comment in another ink."""
        raw = self.document.get_line(line_index)
        line = Text("\t".join(map(shown, raw.split("\t"))), end="", no_wrap=True)
        if raw.lstrip().startswith("#"):
            line.stylize(self.get_component_rich_style("ink--muted", partial=True))
        elif raw.lstrip().startswith("["):
            line.stylize(self.get_component_rich_style("ink--accent", partial=True))
        return line

    async def on_key(self, event: events.Key) -> None:
        """Do what edits the text before any later key."""
        await act_at_once(self, self._bindings, event)


class ProfileEditor(Vertical):
    """A profile's text; `Changed` tells of every change."""

    DEFAULT_CSS = """
    ProfileEditor #profile-fault { height: auto; max-height: 4; }
    """

    class Changed(Message):
        """The text was changed, by typing or otherwise."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._area = ProfileArea()
        self._fault = Notice(id="profile-fault")
        self._told: Fault | None = None

    def compose(self) -> ComposeResult:
        """Lay out the text, and what is wrong with it beneath."""
        yield self._area
        yield self._fault

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self._area.text

    @property
    def has_editor_focus(self) -> bool:
        """Whether what is typed goes into the text."""
        return self._area.has_focus

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the text the focus."""
        self._area.focus(scroll_visible)
        return self

    def load(self, text: str) -> None:
        """Hold another text; what could be undone is forgotten."""
        self._area.load_text(text)

    def tell(self, fault: Fault | None) -> None:
        """Tell what is wrong, and in which line where that is known; None is nothing."""
        self._told = fault
        if fault is None:
            self._fault.say("This profile can be used: Ctrl+N saves it and goes on.")
            return
        place = (Run(f"Line {fault.line}: ", "muted"),) if fault.line else ()
        self._fault.show_runs((*place, Run(shown(" ".join(fault.message.split())), "over")))

    def move_to_fault(self) -> None:
        """Put the cursor in the line that is at fault, what is to be replaced in it selected."""
        if self._told is None or self._told.line is None:
            return
        row, marked = self._told.line - 1, self._told.marked
        start = self._area.document.get_line(row).find(marked) if marked else 0
        self._area.selection = Selection((row, start), (row, start + len(marked)))
        self._area.scroll_cursor_visible()

    def go_to_fault(self) -> None:
        """Give the text the focus, the cursor in the line that is at fault."""
        self.move_to_fault()
        self.focus()

    @on(TextArea.Changed)
    def _tell_change(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

"""A list that lies over the page under the place where one types: what could be meant."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import cell_width, clip, fit, shown
from portfolio_tui.ui.theme import Run, content_of

PAGE = 7
"""So many lines further goes a page up or down."""

_NAME_AT_MOST = 30
_WIDEST = 70
_REVERSED = Style(reverse=True)


class PopupLine(NamedTuple):
    """One line of the list: a name and a note, both raw."""

    name: str
    note: str = ""


class PopupList(OptionList):
    """Shows lines over whatever lies there; the focus stays where one types. Out of sight until it is opened.

    A click posts `OptionList.OptionSelected`, with the line's number as `option_index`.
    """

    DEFAULT_CSS = """
    PopupList {
        display: none;
        overlay: screen;
        constrain: inside inflect;
        margin: 1 0;
        height: auto;
        max-height: 8;
        border: none;
        padding: 0;
        background: $panel;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self) -> None:
        super().__init__(compact=True)
        self.can_focus = False
        self._line_count = 0

    @property
    def is_open(self) -> bool:
        """Whether the list is in sight."""
        return bool(self.display)

    @property
    def standing_out(self) -> int | None:
        """The number of the line that stands out, the first being 0; None where none does."""
        return self.highlighted if self.is_open else None

    def open(
        self, lines: Sequence[PopupLine], corner: Offset, standing_out: int | None, more: int = 0
    ) -> None:
        """Show `lines` with their names below `corner`, a place on the screen, or above it for want of room.

        `standing_out` is the line that stands out; `more` says how many lines are left out.
        """
        widest = max(_NAME_AT_MOST, min(_WIDEST, self.screen.size.width - 2))
        name_width = min(_NAME_AT_MOST, max((cell_width(shown(line.name)) for line in lines), default=0))
        options = [_option(line, name_width, widest) for line in lines]
        if more:
            words = f" … {count(more)} more: type a few letters "
            options.append(Option(content_of((Run(words, "muted"),)), disabled=True))
        # One column is kept for the scrollbar, so that a line never wraps when it comes.
        self.styles.width = 1 + max(cell_width(str(option.prompt)) for option in options)
        self._line_count = len(lines)
        self.set_options(options)
        self.highlighted = standing_out
        self.absolute_offset = Offset(max(0, corner.x - 1), corner.y)
        self.display = True
        self.refresh(layout=True)

    def close(self) -> None:
        """Go out of sight."""
        self.display = False

    def move(self, step: int) -> None:
        """Let the line that many further stand out, as far as there are any."""
        if self.is_open and self._line_count:
            start = -1 if self.highlighted is None else self.highlighted
            self.highlighted = max(0, min(start + step, self._line_count - 1))

    def render_line(self, y: int) -> Strip:
        """Draw a line; without colors, the one that stands out is reversed."""
        strip = super().render_line(y)
        colors_fail = self.app.no_color or self.app.native_ansi_color
        stands_out = self.highlighted == self.scroll_offset.y + y
        return (
            Strip(Segment.apply_style(strip, post_style=_REVERSED)) if colors_fail and stands_out else strip
        )

    def visible_text(self) -> str:
        """Return the lines as plain text; nothing while out of sight."""
        return "\n".join(str(option.prompt).strip() for option in self.options) if self.is_open else ""


def _option(line: PopupLine, name_width: int, widest: int) -> Option:
    note = clip(shown(line.note), widest - name_width - 4)
    name = Run(f" {fit(shown(line.name), name_width)} ")
    return Option(content_of((name, Run(f" {note} " if note else "", "muted"))))

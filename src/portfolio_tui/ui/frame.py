"""The frame around every area: whose data this is, the scope, the as-of date, the areas and the trail."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from portfolio_tui.ui.plain_text import ELLIPSIS, cell_width, clip, shown
from portfolio_tui.ui.theme import Run, Runs, content_of, text_of

AREAS = (
    ("1", "Overview", "overview"),
    ("2", "Alliances", "alliances"),
    ("3", "Contracts", "contracts"),
    ("4", "Queries", "queries"),
    ("5", "Checks", "checks"),
)
"""Key, title and mode of each area."""

SEPARATOR = " › "
_HINTS = ("f scope · ? help", "? help")
_LEAST_NAME = 20
_GAP = 2


@dataclass(frozen=True)
class FrameTexts:
    """What the frame says; every text is raw and made safe when drawn."""

    name: str
    synthetic: bool
    dates: tuple[str, ...]
    """The as-of date and how much is covered: the longest wording first, the one that fits is shown."""
    sentence: str
    crumbs: tuple[str, ...]
    notice: Runs = ()


class FitLine(Widget):
    """One line: a text that is cut where it must be, and on the right the first of several that fits."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "FitLine { height: 1; width: 1fr; }"

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._line: tuple[Run, Runs, tuple[Runs, ...], int] = (Run(""), (), (), 0)

    def show(
        self, text: Run, tail: Runs = (), rights: tuple[Runs, ...] = (), least: int | None = None
    ) -> None:
        """Show `text`, then `tail`, and at the right end the first of `rights` that leaves `text` its room.

        The room is `least` cells, or all that `text` needs when that is less or `least` is None.
        """
        needed = cell_width(text.text)
        self._line = (text, tail, rights, needed if least is None else min(needed, least))
        self.refresh()

    def render(self) -> Content:
        """Draw the line for the present width."""
        text, tail, rights, least = self._line
        width = self.size.width - cell_width(text_of(tail))
        for right in rights:
            taken = cell_width(text_of(right)) + _GAP
            if width - taken >= least:
                kept = clip(text.text, width - taken)
                gap = Run(" " * (width - taken + _GAP - cell_width(kept)))
                return content_of((Run(kept, text.ink), *tail, gap, *right))
        return content_of((Run(clip(text.text, max(0, width)), text.ink), *tail))

    def visible_text(self) -> str:
        """Return what is drawn as plain text."""
        return str(self.render())


class Trail(Widget):
    """The way from the area to this screen; where it is too long, its start is cut."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Trail { height: 1; width: 1fr; text-align: right; }"

    def __init__(self) -> None:
        super().__init__(id="frame-trail")
        self._crumbs: tuple[str, ...] = ()

    def show(self, crumbs: tuple[str, ...]) -> None:
        """Show the way, the screen in sight last; an area alone needs no trail."""
        self._crumbs = crumbs if len(crumbs) > 1 else ()
        self.refresh()

    def render(self) -> Content:
        """Draw as much of the end of the trail as there is room for."""
        width, left_out = self.size.width, ""
        crumbs = [shown(crumb) for crumb in self._crumbs]
        while len(crumbs) > 1 and cell_width(left_out + SEPARATOR.join(crumbs)) > width:
            del crumbs[0]
            left_out = ELLIPSIS + SEPARATOR
        way = left_out + "".join(crumb + SEPARATOR for crumb in crumbs[:-1])
        last = clip(crumbs[-1], max(0, width - cell_width(way))) if crumbs else ""
        return content_of((Run(way, "muted"), Run(last, "plain")))

    def visible_text(self) -> str:
        """Return what is drawn as plain text."""
        return str(self.render())


class AreaTab(Static):
    """One area's name on the tab line; a click goes there."""

    ALLOW_SELECT = False

    class Clicked(Message):
        """The tab was clicked."""

        def __init__(self, area: str) -> None:
            super().__init__()
            self.area = area

    def __init__(self, key: str, title: str, area: str) -> None:
        super().__init__(content_of((Run(key, "muted"), Run(" "), Run(title))), classes="area-tab")
        self.area = area
        self._key = key
        self._title = title

    def shorten(self, *, shortened: bool) -> None:
        """Show the key alone, or the title too."""
        title = () if shortened else (Run(" "), Run(self._title))
        self.update(content_of((Run(self._key, "muted"), *title)))

    def on_click(self) -> None:
        """Tell which area was clicked."""
        self.post_message(self.Clicked(self.area))


class Frame(Vertical):
    """Three lines on top of a screen: portfolio and as-of date, scope sentence, areas and trail.

    A fourth line is there only while something needs saying: problems, changed files, made-up data.
    """

    DEFAULT_CSS = """
    Frame {
        height: auto;
        dock: top;
        background: $panel;
        padding: 0 1;
        Horizontal { height: 1; }
        .area-tab { width: auto; padding: 0 2 0 0; height: 1; color: $text-muted; }
        .area-tab.-active { color: $text-accent; text-style: bold underline; }
        #frame-notice { display: none; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #frame-notice.-needed { display: block; }
    }
    """

    def __init__(self, area: str) -> None:
        super().__init__()
        self._area = area
        self._texts = FrameTexts("", False, (), "", ())

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        yield FitLine("frame-name")
        yield FitLine("frame-scope")
        with Horizontal():
            for key, title, area in AREAS:
                tab = AreaTab(key, title, area)
                tab.set_class(area == self._area, "-active")
                yield tab
            yield Trail()
        yield Static(id="frame-notice")

    def show(self, texts: FrameTexts) -> None:
        """Show whose data this is, its date and coverage, the scope's sentence, the trail and the notice."""
        self._texts = texts
        if self.is_mounted:
            self._draw()

    def on_mount(self) -> None:
        """Draw what was to be shown before there was a place for it."""
        self._draw()

    def _draw(self) -> None:
        texts = self._texts
        demo = (Run(" · "), Run("DEMO DATA", "running-out")) if texts.synthetic else ()
        dates = tuple((Run(shown(date), "muted"),) for date in texts.dates)
        self._line("frame-name").show(Run(shown(texts.name), "strong"), demo, dates, _LEAST_NAME)
        hints = tuple((Run(hint, "muted"),) for hint in _HINTS)
        self._line("frame-scope").show(Run(shown(texts.sentence), "accent"), (), hints)
        self.query_one(Trail).show(texts.crumbs)
        self._make_room()
        notice = self.query_one("#frame-notice", Static)
        notice.update(content_of(texts.notice))
        notice.set_class(bool(texts.notice), "-needed")

    def on_resize(self) -> None:
        """Give the trail its room at another width."""
        self._make_room()

    def _make_room(self) -> None:
        """Leave the other areas' titles out where the trail would not fit beside them."""
        crumbs = self._texts.crumbs if len(self._texts.crumbs) > 1 else ()
        tabs = sum(cell_width(f"{key} {title}") + _GAP for key, title, _ in AREAS)
        trail = cell_width(SEPARATOR.join(map(shown, crumbs)))
        for tab in self.query(AreaTab):
            tab.shorten(shortened=tab.area != self._area and tabs + trail > self.size.width - 2)

    def _line(self, identifier: str) -> FitLine:
        return self.query_one(f"#{identifier}", FitLine)

    def show_loading(self, note: str = "") -> None:
        """Leave the frame as it is: it has room for no note, and the panels say that they load."""

    def show_error(self, text: str) -> None:
        """Leave the frame as it is: it goes on without the coverage; hovering says why."""
        self._line("frame-name").tooltip = Content(shown(text))

    def visible_text(self) -> str:
        """Return the lines in sight as plain text."""
        tabs = " ".join(str(tab.content) for tab in self.query(AreaTab))
        lines = [
            self._line("frame-name").visible_text(),
            self._line("frame-scope").visible_text(),
            f"{tabs} {self.query_one(Trail).visible_text()}",
        ]
        notice = self.query_one("#frame-notice", Static)
        return "\n".join([*lines, str(notice.content)] if notice.display else lines)

"""The frame around every area: whose data this is, the scope, the as-of date, the areas and the trail."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Run, Runs, content_of

AREAS = (("1", "Overview", "overview"), ("2", "Alliances", "alliances"), ("3", "Contracts", "contracts"))
"""Key, title and mode of each area."""


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

    def on_click(self) -> None:
        """Tell which area was clicked."""
        self.post_message(self.Clicked(self.area))


class Frame(Vertical):
    """Three lines on top of a screen: portfolio and as-of date, scope sentence, areas and trail."""

    DEFAULT_CSS = """
    Frame {
        height: 3;
        dock: top;
        background: $panel;
        padding: 0 1;
        Horizontal { height: 1; }
        .frame-left { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        .frame-right { width: auto; height: 1; max-width: 60%; text-wrap: nowrap; text-overflow: ellipsis; }
        .area-tab { width: auto; padding: 0 2 0 0; height: 1; color: $text-muted; }
        .area-tab.-active { color: $text-accent; text-style: bold underline; }
        #frame-trail { width: 1fr; height: 1; text-align: right; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def __init__(self, area: str) -> None:
        super().__init__()
        self._area = area

    def compose(self) -> ComposeResult:
        """Lay out the three lines."""
        with Horizontal():
            yield Static(id="frame-name", classes="frame-left")
            yield Static(id="frame-date", classes="frame-right")
        with Horizontal():
            yield Static(id="frame-scope", classes="frame-left")
            yield Static("f scope · / search · ? help", classes="frame-right", markup=False)
        with Horizontal():
            for key, title, area in AREAS:
                tab = AreaTab(key, title, area)
                tab.set_class(area == self._area, "-active")
                yield tab
            yield Static(id="frame-trail")

    def show(self, name: Runs, date: Runs, scope: str, trail: str) -> None:
        """Show whose data this is, its date and coverage, the scope's sentence, and the trail."""
        self.query_one("#frame-name", Static).update(content_of(name))
        self.query_one("#frame-date", Static).update(content_of(date))
        self.query_one("#frame-scope", Static).update(content_of((Run(shown(scope), "accent"),)))
        self.query_one("#frame-trail", Static).update(content_of((Run(shown(trail), "muted"),)))

    def show_loading(self, note: str = "") -> None:
        """Leave the frame as it is: it has room for no note, and the panels say that they load."""

    def show_error(self, text: str) -> None:
        """Say in place of the coverage that it is not known."""
        self.query_one("#frame-date", Static).tooltip = Content(shown(text))

"""The page of one state."""

from textual.app import ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen


class StateScreen(AreaScreen):
    """The page of one state."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return self.state

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(self.state)

    def load(self) -> None:
        """Request the figures of every panel."""

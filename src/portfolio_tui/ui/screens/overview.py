"""The Overview area."""

from textual.app import ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen


class OverviewScreen(AreaScreen):
    """The Overview area."""

    AREA = "overview"

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Overview"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        yield Static("Overview")

    def load(self) -> None:
        """Request the figures of every panel."""

"""The Alliances area."""

from textual.app import ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen


class AlliancesScreen(AreaScreen):
    """The Alliances area."""

    AREA = "alliances"

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Alliances"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        yield Static("Alliances")

    def load(self) -> None:
        """Request the figures of every panel."""

"""The Contracts area."""

from textual.app import ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen


class ContractsScreen(AreaScreen):
    """The Contracts area."""

    AREA = "contracts"

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return "Contracts"

    def compose_body(self) -> ComposeResult:
        """Lay out the area."""
        yield Static("Contracts")

    def load(self) -> None:
        """Request the figures of every panel."""

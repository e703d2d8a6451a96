"""The page of one alliance."""

from textual.app import ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen


class AllianceScreen(AreaScreen):
    """The page of one alliance."""

    def __init__(self, group_id: str, state: str | None = None) -> None:
        super().__init__()
        self.group_id = group_id
        self.state = state

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return self.group_id

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(self.group_id)

    def load(self) -> None:
        """Request the figures of every panel."""

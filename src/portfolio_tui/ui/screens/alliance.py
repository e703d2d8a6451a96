"""The page of one alliance."""

from textual.app import ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen


class AllianceScreen(AreaScreen):
    """The page of one alliance."""

    def __init__(
        self, group_id: str, alliance_ids: tuple[str, ...], name: str, state: str | None = None
    ) -> None:
        super().__init__()
        self.group_id = group_id
        self.alliance_ids = alliance_ids
        self.alliance_name = name
        self.state = state

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return self.alliance_name

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(self.alliance_name)

    def load(self) -> None:
        """Request the figures of every panel."""

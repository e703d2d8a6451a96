"""The page of one contract."""

from textual.app import ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.area_screen import AreaScreen


class ContractScreen(AreaScreen):
    """The page of one contract."""

    def __init__(self, contract_id: str) -> None:
        super().__init__()
        self.contract_id = contract_id

    @property
    def crumb(self) -> str:
        """What the trail calls this screen."""
        return self.contract_id

    def compose_body(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(self.contract_id)

    def load(self) -> None:
        """Request the figures of every panel."""

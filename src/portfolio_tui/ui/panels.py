"""Several widgets that wait for one and the same request."""

from portfolio_tui.ui.data_screen import Panel

WAITING = "Waiting for the portfolio …"
"""What a panel says before a portfolio is open."""


class Panels:
    """Passes on to each of its widgets that figures are loading, or what went wrong; there may be none."""

    def __init__(self, *panels: Panel) -> None:
        self._panels = panels

    def show_loading(self, note: str = "Loading …") -> None:
        """Say everywhere that figures are on their way."""
        for panel in self._panels:
            panel.show_loading(note)

    def show_error(self, text: str) -> None:
        """Say everywhere what went wrong."""
        for panel in self._panels:
            panel.show_error(text)

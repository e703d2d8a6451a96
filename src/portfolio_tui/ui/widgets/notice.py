"""A line or two that say something, or that something is loading, or what went wrong."""

from textual.widgets import Static

from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Ink, Run, Runs, content_of


class Notice(Static):
    """Text in the place of figures, or above them; also stands for a panel whose figures come elsewhere."""

    DEFAULT_CSS = "Notice { height: auto; padding: 0 1; }"

    def say(self, text: str, ink: Ink = "muted") -> None:
        """Show `text`."""
        self.show_runs((Run(shown(text), ink),))

    def show_runs(self, runs: Runs) -> None:
        """Show `runs`, whose text is safe already."""
        self.update(content_of(runs))

    def show_loading(self, note: str = "Loading …") -> None:
        """Say that figures are on their way."""
        self.say(note)

    def show_error(self, text: str) -> None:
        """Say what went wrong."""
        self.update(content_of(tuple(Run(f"{shown(line)}\n", "over") for line in text.splitlines())))

"""The utilization bar as wide as its place."""

from decimal import Decimal
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from portfolio_tui.ui.theme import INK_CLASSES, Run, Runs, ink_css, strip_of
from portfolio_tui.ui.widgets.utilization_bar import utilization

_WIDEST = 110


class UtilizationLine(Widget):
    """One line: the ceiling used as a bar, a tick at the term gone by, and the share in figures."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES}
    DEFAULT_CSS = ink_css("UtilizationLine") + "UtilizationLine { height: 1; margin: 0 1; }"

    _shares: tuple[Decimal | None, Decimal | None, Decimal | None] | None = None
    _words = ""

    def show(self, used: Decimal | None, elapsed: Decimal | None, estimate_used: Decimal | None) -> None:
        """Show the shares of ceiling, term and estimate; None is no figure."""
        self._shares = (used, elapsed, estimate_used)
        self.refresh()

    def say(self, words: str) -> None:
        """Show `words`, safe to print, instead of a bar."""
        self._shares, self._words = None, words
        self.refresh()

    def visible_text(self) -> str:
        """Return the line as plain text."""
        return self.render_line(0).text.rstrip()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        return strip_of(self, self._runs() if y == 0 else (Run(""),), self.size.width)

    def _runs(self) -> Runs:
        if self._shares is None:
            return (Run(self._words, "muted"),)
        used, elapsed, estimate_used = self._shares
        return utilization(used, elapsed, min(_WIDEST, self.size.width), estimate_used=estimate_used)

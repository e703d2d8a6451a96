"""A screen inside one of the areas: the frame on top, the body, the keys below."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Footer

from portfolio_tui.measures.portfolio_rows import PORTFOLIO_TOTALS, PortfolioTotals
from portfolio_tui.ui.data_screen import DataScreen
from portfolio_tui.ui.frame import Frame


class AreaScreen(DataScreen):
    """A full screen of an area: `compose_body` gives what lies between frame and footer."""

    AREA: ClassVar[str] = ""
    """The mode that the screen starts, one of `frame.AREAS`; empty for a page that any area may open."""

    def compose(self) -> ComposeResult:
        """Lay out frame, body and footer."""
        yield Frame(self.AREA or self.app.current_mode)
        yield from self.compose_body()
        yield Footer()

    def compose_body(self) -> ComposeResult:
        """Lay out what is the screen's own."""
        raise NotImplementedError

    def load_if_needed(self) -> None:
        """Load the totals of the scope, which the frame shows everywhere, and the screen's own figures."""
        super().load_if_needed()
        if self.portfolio_app.session is not None and self.portfolio_app.totals is None:
            self.request(
                self.query_one(Frame), PORTFOLIO_TOTALS, self._take_totals, scope=self.portfolio_app.scope
            )

    def _take_totals(self, rows: tuple[PortfolioTotals, ...]) -> None:
        self.portfolio_app.totals = rows[0]
        self.portfolio_app.show_frame()
        self.show_totals(rows[0])

    def show_totals(self, totals: PortfolioTotals) -> None:
        """Show the scope's totals where the screen has a place for them beside the frame."""

    def on_screen_resume(self) -> None:
        """Bring the frame up to date, and the figures if they no longer are what the scope asks for."""
        self.portfolio_app.show_frame()
        super().on_screen_resume()

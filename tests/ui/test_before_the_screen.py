"""What the app is asked before its first screen is there, as happens where tasks start eagerly."""

from pathlib import Path

from portfolio_tui.ui.app import PortfolioApp


def test_clearing_the_selection_needs_no_screen(tmp_path: Path) -> None:
    app = PortfolioApp(tmp_path)
    assert app.screen_stack == []
    app.clear_selection()

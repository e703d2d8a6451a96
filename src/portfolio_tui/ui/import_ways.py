"""The ways from the dashboard to importing files, and from there to the portfolio that came of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.ui.exporting import folder_to_start_in

if TYPE_CHECKING:
    from portfolio_tui.ui.app import PortfolioApp


def import_files(app: "PortfolioApp", start: Path | None = None) -> None:
    """Open the steps of an import, at the folder or file `start` where there is such a one."""
    from portfolio_tui.ui.screens.import_screen import ImportScreen

    there = start if start is not None and start.exists() else folder_to_start_in()
    app.push_screen(ImportScreen(there), lambda folder: open_imported(app, folder))


def open_imported(app: "PortfolioApp", folder: Path | None) -> None:
    """Open the portfolio in `folder`, where files were imported, in the first area; None opens nothing."""
    if folder is None:
        return
    if app.current_mode != app.DEFAULT_MODE:
        app.switch_mode(app.DEFAULT_MODE)
    app.files.open(folder)

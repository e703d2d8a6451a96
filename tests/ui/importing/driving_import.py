"""Shortcuts of the tests of the import."""

from portfolio_tui.ui.screens.import_screen import ImportScreen
from tests.ui.driving import Driver

HEAD = 2


def step(driver: Driver) -> str:
    """Return the number of the step in sight, as `2 of 5`."""
    assert isinstance(driver.app.screen, ImportScreen)
    return driver.lines()[1].partition("step ")[2]


def words(driver: Driver) -> str:
    """Return the screen in sight with its lines joined, as one reads them."""
    return " ".join(driver.text().split())

"""The pages of queries as pictures, in a small terminal and a wide one, dark and light.

After a change that is meant to be seen: `.venv/bin/pytest tests/ui/queries --snapshot-update`, and look.
"""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.memory import Memory
from tests.ui.driving import Driver
from tests.ui.portfolio_fixture import write_small_portfolio
from tests.ui.snapshots.test_screens import LOOKS, Compare, Keys, until_still

pytestmark = pytest.mark.thorough

_WRONG = "S E L E C T space a m u o n t space f r o m space s p e n d"
SCREENS: dict[str, tuple[Keys, str]] = {
    "list": (("4", "down down"), "takes Days ahead = 180"),
    "form-and-rows": (("4", "slash e n d i n g", "enter"), "Row 1 of 1"),
    "editor-with-error": (("4", "enter", _WRONG, "ctrl+r"), "Candidate bindings"),
}
"""What to press for each page, and what it says once it is as it should be."""

LOOKS_AT_MOST = 100
"""So often a page is looked at before it is given up."""


@pytest.fixture(autouse=True)
def in_a_folder_without_a_name(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's own folder, and have every query take the same time."""
    monkeypatch.chdir(folders)
    monkeypatch.setattr("portfolio_tui.ui.screens.query_page._seconds", lambda _seconds: "0.1 s")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", SCREENS)
def test_pages_of_queries(snap_compare: Compare, screen: str, look: str) -> None:
    theme, size = LOOKS[look]
    keys, words = SCREENS[screen]

    async def drive(pilot: Pilot[None]) -> None:
        driver = Driver(app, pilot)
        await until_still(driver)
        for part in keys:
            await pilot.press(*part.split())
            await until_still(driver)
        for _ in range(LOOKS_AT_MOST):
            if words in driver.text() and "loading" not in driver.text():
                break
            await driver.settle()
        assert words in driver.text()
        await until_still(driver)

    app = PortfolioApp(write_small_portfolio(Path("own_small")), Memory(theme=theme))
    assert snap_compare(app, terminal_size=size, run_before=drive)

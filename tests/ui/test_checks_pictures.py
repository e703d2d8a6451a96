"""The pages of checks as pictures, in a small terminal and a wide one, dark and light.

After a change meant to be seen: `.venv/bin/pytest tests/ui/test_checks_pictures.py --snapshot-update`,
and look.
"""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.memory import Memory
from tests.ui.checking import until_checked, write_twice_reported
from tests.ui.driving import Driver
from tests.ui.snapshots.test_screens import LOOKS, Compare, Keys, until_still

pytestmark = pytest.mark.thorough

SCREENS: dict[str, Keys] = {
    "rules": ("5",),
    "rule": ("5", "enter"),
    "finding": ("5", "enter", "enter"),
    "acknowledging": ("5", "enter", "a"),
    "contract": ("5", "3", "enter"),
    "findings-of-a-contract": ("5", "3", "enter", "c"),
}
"""What to press for each page; every rule has run before the second of these."""


@pytest.fixture(autouse=True)
def in_a_folder_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's own folder, and have every rule take the same time."""
    monkeypatch.chdir(tmp_path)
    for module in ("check_words", "check_columns"):
        monkeypatch.setattr(f"portfolio_tui.ui.{module}.seconds_words", lambda _seconds, _decimals: "0.1 s")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", SCREENS)
def test_pages_of_checks(snap_compare: Compare, screen: str, look: str) -> None:
    theme, size = LOOKS[look]

    async def drive(pilot: Pilot[None]) -> None:
        driver = Driver(app, pilot)
        await until_still(driver)
        for part in SCREENS[screen]:
            await pilot.press(*part.split())
            if part == "5":
                await until_checked(driver)
            await until_still(driver)

    app = PortfolioApp(write_twice_reported(Path("twice")), Memory(theme=theme))
    assert snap_compare(app, terminal_size=size, run_before=drive)

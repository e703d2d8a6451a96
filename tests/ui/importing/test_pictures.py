"""The steps of an import as pictures, in a small terminal and a wide one, dark and light.

After a change that is meant to be seen: `.venv/bin/pytest tests/ui/importing --snapshot-update`, and look.
"""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from portfolio_tui.sources.guessing import Guess
from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.memory import Memory
from tests.sources.small_files import POSITIONS
from tests.ui.driving import Driver
from tests.ui.snapshots.test_screens import LOOKS, Compare, Keys, until_still

pytestmark = pytest.mark.thorough

SCREENS: dict[str, Keys] = {
    "files": ("I", "end space"),
    "profile": ("I", "enter"),
    "target": ("I", "enter", "enter"),
    "preview": ("I", "enter", "enter", "enter"),
    "result": ("I", "enter", "enter", "enter", "enter"),
    "name": ("I", "enter", "c", "ctrl+s"),
}
LEFT_OPEN = POSITIONS.lstrip().replace('"VT"', '"FILL IN"')


def look_at(snap_compare: Compare, small: Path, look: str, keys: Keys) -> bool:
    """Open the dashboard on `small`, press `keys`, and compare it with the picture kept."""
    theme, size = LOOKS[look]

    async def drive(pilot: Pilot[None]) -> None:
        await until_still(Driver(app, pilot))
        for part in keys:
            await pilot.press(*part.split())
            await until_still(Driver(app, pilot))

    app = PortfolioApp(small, Memory(theme=theme))
    return snap_compare(app, terminal_size=size, run_before=drive)


@pytest.mark.parametrize("look", ["dark-narrow", "light-wide"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.usefixtures("profile")
def test_steps(snap_compare: Compare, small: Path, downloads: Path, screen: str, look: str) -> None:
    if screen == "files":
        (downloads / "older").mkdir()
        (downloads / "letter.pdf").write_bytes(b"%PDF")
        (downloads / "broken.csv").symlink_to(downloads / "nowhere.csv")
    assert look_at(snap_compare, small, look, SCREENS[screen])


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.usefixtures("downloads")
def test_a_guess_to_be_filled_in(
    snap_compare: Compare, small: Path, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    guess = Guess("report", LEFT_OPEN, (), missing=("tables.balances.state",))
    monkeypatch.setattr("portfolio_tui.sources.guessing.guess_profile", lambda _files: guess)
    assert look_at(snap_compare, small, look, ("I", "enter", "enter"))

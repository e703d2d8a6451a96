"""What the tests of the import need: a home of the user's own, a profile of theirs, and files to import."""

from pathlib import Path

import pytest

from portfolio_tui.sources.known_profiles import save_profile
from tests.sources.small_files import NESTED, POSITIONS, write_rows

ROWS = [
    "c1,Roads,Goodyear,1/1/2025,12/31/2026,1000.00,250.00,2026-06-30",
    "c2,Bridges,[red]ACME[/],7/1/2025,6/30/2028,5000.00,100.00,2026-06-30",
    "c2,Bridges,[red]ACME[/],8/1/2025,6/30/2028,500.00,100.00,2026-06-30",
    "c3,Tunnels,Motorola,7/1/2025,6/30/2028,0.00548726.77,100.00,2026-06-30",
]
"""Two rows that are kept, one that is folded into the one above it, and one that is set aside."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user a home of their own, and start the program in its folder `downloads`."""
    folder = tmp_path / "home"
    downloads = folder / "downloads"
    downloads.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.chdir(downloads)
    return folder


@pytest.fixture
def downloads(home: Path) -> Path:
    """Return the folder in which the program was started; it holds `report.csv`."""
    folder = home / "downloads"
    write_rows(folder, ROWS)
    return folder


@pytest.fixture
def profile(home: Path) -> Path:
    """Save a profile of the user's, `positions`, that reads `report.csv`."""
    assert home.is_dir()
    return save_profile("positions", POSITIONS + NESTED)

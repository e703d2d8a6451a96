"""Each screen as a picture, in a small terminal and a wide one, dark and light.

After a change that is meant to be seen: `.venv/bin/pytest tests/ui/snapshots --snapshot-update`, and look at
what changed in `__snapshots__` before it is committed.
"""

from pathlib import Path
from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.app import PortfolioApp
from portfolio_tui.ui.memory import Memory
from portfolio_tui.ui.theme import DARK_THEME, LIGHT_THEME
from tests.ui.driving import Driver
from tests.ui.portfolio_fixture import write_small_portfolio

pytestmark = pytest.mark.thorough

NARROW = (80, 24)
WIDE = (120, 40)
LOOKS = {
    "dark-narrow": (DARK_THEME.name, NARROW),
    "light-narrow": (LIGHT_THEME.name, NARROW),
    "dark-wide": (DARK_THEME.name, WIDE),
    "light-wide": (LIGHT_THEME.name, WIDE),
}

Keys = tuple[str, ...]
"""What to press, with spaces between; what each part brings up is waited for."""

_CONTRACT: Keys = ("down down enter",)
_MAIN_SCREENS: dict[str, Keys] = {
    "overview": (),
    "alliances": ("2",),
    "contract": _CONTRACT,
}
_OTHER_SCREENS: dict[str, Keys] = {
    "contracts": ("3",),
    "state": ("2", "slash v e r m", "enter"),
    "map": ("2", "m"),
    "alliance": ("shift+tab", "enter"),
    "alliance-in-a-state": ("2", "down down right right", "enter"),
    "contract-states": (*_CONTRACT, "right"),
    "rows-behind": (*_CONTRACT, "l"),
    "scope-dialog": ("f", "v"),
    "palette": ("ctrl+p", "t i r e s"),
    "help": ("question_mark",),
    "no-problems": ("p",),
}


class Compare(Protocol):
    """The fixture of pytest-textual-snapshot: whether the screen looks as it did."""

    def __call__(self, app: App[None], *, terminal_size: tuple[int, int], run_before: object) -> bool:
        """Run `app`, drive it with `run_before`, and compare what it shows with the picture kept."""


@pytest.fixture
def small_here(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work beside the small portfolio, so that it has the same short path on every machine."""
    monkeypatch.chdir(small.parent)


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work beside a small portfolio of the test's own, to be damaged."""
    monkeypatch.chdir(tmp_path)
    return write_small_portfolio(Path("small"))


async def until_still(driver: Driver) -> None:
    """Wait until all figures are up and the screen stays as it is."""
    before, now = None, driver.strips()
    while now != before or driver.is_loading:
        await driver.settle()
        before, now = now, driver.strips()


def looks_as_it_did(snap_compare: Compare, look: str, keys: Keys = (), scope: Scope | None = None) -> bool:
    """Open the dashboard on the folder `small`, press `keys`, and compare it with the picture kept."""
    theme, size = LOOKS[look]

    async def drive(pilot: Pilot[None]) -> None:
        await until_still(Driver(app, pilot))
        for part in keys:
            await pilot.press(*part.split())
            await until_still(Driver(app, pilot))

    app = PortfolioApp(Path("small"), Memory(theme=theme), scope)
    return snap_compare(app, terminal_size=size, run_before=drive)


@pytest.mark.usefixtures("small_here")
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", _MAIN_SCREENS)
def test_main_screens(snap_compare: Compare, screen: str, look: str) -> None:
    assert looks_as_it_did(snap_compare, look, _MAIN_SCREENS[screen])


@pytest.mark.usefixtures("small_here")
@pytest.mark.parametrize("look", ["dark-narrow", "light-wide"])
@pytest.mark.parametrize("screen", _OTHER_SCREENS)
def test_other_screens(snap_compare: Compare, screen: str, look: str) -> None:
    assert looks_as_it_did(snap_compare, look, _OTHER_SCREENS[screen])


@pytest.mark.usefixtures("small_here")
@pytest.mark.parametrize("look", ["light-narrow", "dark-wide"])
def test_a_scope_with_nothing_in_it(snap_compare: Compare, look: str) -> None:
    assert looks_as_it_did(snap_compare, look, scope=Scope(states=("HI",)))


@pytest.mark.parametrize("look", ["dark-narrow", "light-wide"])
def test_files_that_are_no_portfolio(snap_compare: Compare, damaged: Path, look: str) -> None:
    (damaged / "contracts.parquet").unlink()
    (damaged / "spend.parquet").write_bytes(b"not Parquet")
    assert looks_as_it_did(snap_compare, look)


def test_warnings_about_some_tables(snap_compare: Compare, damaged: Path) -> None:
    (damaged / "vendors.parquet").write_bytes(b"not Parquet")
    assert looks_as_it_did(snap_compare, "dark-narrow", ("p",))

"""The pages of queries as pictures, in a small terminal and a wide one, dark and light.

After a change that is meant to be seen: `.venv/bin/pytest tests/ui/queries --snapshot-update`, and look.
"""

from pathlib import Path

import pytest

from tests.ui.portfolio_fixture import write_small_portfolio
from tests.ui.snapshots.test_screens import LOOKS, Compare, Keys, looks_as_it_did

_WRONG = "S E L E C T space a m u o n t space f r o m space s p e n d"
SCREENS: dict[str, Keys] = {
    "list": ("4", "down down"),
    "form-and-rows": ("4", "slash e n d i n g", "enter", "down down"),
    "editor-with-error": ("4", "enter", _WRONG, "ctrl+r"),
}


@pytest.fixture(autouse=True)
def in_a_folder_without_a_name(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the test's own folder, and have every query take the same time."""
    monkeypatch.chdir(folders)
    monkeypatch.setattr("portfolio_tui.ui.screens.query_page._seconds", lambda _seconds: "0.1 s")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", SCREENS)
def test_pages_of_queries(snap_compare: Compare, screen: str, look: str) -> None:
    write_small_portfolio(Path("small"))
    assert looks_as_it_did(snap_compare, look, SCREENS[screen])

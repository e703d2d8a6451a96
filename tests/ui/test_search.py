"""The search: one line at the bottom that leaves the rows which match."""

from pathlib import Path

from textual import events
from textual.widgets import Input

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.widgets.search_bar import SearchBar
from tests.ui.driving import Driver, driving


def titles(driver: Driver) -> list[str]:
    """Return the start of each contract's row in sight."""
    known = ("Snow", "Copiers", "Tires", "Wireless", "Public", "Paper", "Lighting", "Road")
    return [word for line in driver.lines() for word in known if word in line]


async def test_rows_are_left_out_while_one_types_and_counted(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3")
        assert len(titles(driver)) == 8
        await driver.press("slash", "s", "n")
        assert titles(driver) == ["Snow"]
        assert "1 of 8" in driver.lines()[-2]
        await driver.press("q")
        assert titles(driver) == []
        assert "0 of 8" in driver.lines()[-2]
        await driver.press("backspace", "backspace", "backspace")
        assert "8 of 8" in driver.lines()[-2]


async def test_enter_keeps_what_is_left_and_goes_to_the_rows_escape_brings_all_back(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "slash")
        await driver.type("sa")
        await driver.press("enter")
        assert titles(driver) == ["Public", "Road"]
        assert driver.lines()[-2].endswith("2 of 8 · Esc ends the search")
        await driver.press("down", "enter")
        assert "Contracts › VT-9" in driver.text()
        await driver.press("escape")
        assert titles(driver) == ["Public", "Road"]
        await driver.press("escape")
        assert len(titles(driver)) == 8
        assert not driver.app.screen.query_one(SearchBar).is_open


async def test_enter_opens_the_one_row_that_is_left(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("2", "slash")
        await driver.type("verm")
        await driver.press("enter")
        assert "Alliances › Vermont" in driver.text()
        await driver.press("escape")
        assert "1 of 56 · Esc ends the search" in driver.text()


async def test_escape_ends_the_search_before_it_goes_back(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("2", "down", "enter")
        trail = driver.lines()[2]
        assert "Alliances › " in trail
        await driver.press("slash")
        await driver.type("nas")
        await driver.press("escape")
        assert driver.lines()[2] == trail
        await driver.press("escape")
        assert "›" not in driver.lines()[2]


async def test_the_search_goes_to_the_ledger_in_focus_and_is_one_at_a_time(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("slash")
        await driver.type("over")
        assert titles(driver) == ["Snow", "Copiers"]
        await driver.press("enter", "shift+tab")
        assert driver.app.focused is not None
        assert driver.app.focused.id == "alliances"
        await driver.press("slash", "1", "2")
        assert len(titles(driver)) == 4
        assert "12ASPO (synthetic)" in driver.text()
        assert "NASPO ValuePoint" not in driver.text()
        assert "1 of 4" in driver.lines()[-2]


async def test_enter_with_nothing_typed_ends_the_search(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "slash", "enter")
        assert not driver.app.screen.query_one(SearchBar).is_open
        assert not isinstance(driver.app.focused, Input)


async def test_a_matrix_is_searched_without_regard_to_case(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("2", "slash")
        await driver.type("verM")
        assert "Vermont" in driver.text()
        assert "New Hampshire" not in driver.text()


async def test_what_is_kept_is_counted_again_when_the_scope_changes(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "slash", "s", "enter")
        before = driver.lines()[-2]
        driver.app.scope = Scope(states=("NH",))
        await driver.settle()
        # Of New Hampshire's two contracts, tires and radios, both have an s somewhere.
        assert "2 of 2" in driver.lines()[-2]
        assert before != driver.lines()[-2]


async def test_brackets_are_searched_as_they_are(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "slash")
        await driver.type("[bol")
        assert titles(driver) == ["Copiers"]


async def test_letters_sent_before_the_field_has_the_focus_are_searched_for(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3")
        for character in "/snow":
            driver.app.post_message(events.Key("slash" if character == "/" else character, character))
        await driver.settle()
        assert driver.app.screen.query_one("#search-text", Input).value == "snow"
        assert titles(driver) == ["Snow"]

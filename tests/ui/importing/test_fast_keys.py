"""Keys that are pressed before the dashboard has come to the next step: each counts once, none breaks it."""

from pathlib import Path

import pytest
from textual import events

from tests.ui.driving import Driver, driving
from tests.ui.importing.driving_import import step

pytestmark = [pytest.mark.usefixtures("profile", "downloads"), pytest.mark.thorough]


async def at_once(driver: Driver, *keys: str) -> None:
    """Press `keys` as a terminal hands them on when they wait there: one behind the other, at once."""
    for key in keys:
        driver.app.post_message(events.Key(key, None))
    await driver.settle()
    await driver.settle()


@pytest.mark.parametrize("key", ["enter", "ctrl+n"])
async def test_a_step_that_is_left_is_not_left_again(small: Path, key: str) -> None:
    async with driving(small) as driver:
        await driver.press("I", "down")
        for _ in range(8):
            if step(driver) == "4 of 5":
                break
            await at_once(driver, key, key, key, key)
        assert int(step(driver)[0]) >= 4


async def test_the_portfolio_is_opened_once(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter", "enter", "enter")
        assert step(driver) == "5 of 5"
        await at_once(driver, "enter", "enter", "ctrl+n", "enter")
        assert driver.lines()[0].startswith(" Test positions")


async def test_the_import_is_left_once(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I")
        await at_once(driver, "escape", "escape", "escape")
        assert driver.lines()[2].startswith(" 1 Overview  2 Alliances")


async def test_a_dialog_is_closed_once(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "c", "ctrl+s")
        assert "Save the profile as one of yours" in driver.text()
        await driver.type("-again")
        await at_once(driver, "enter", "enter", "enter")
        assert step(driver) == "2 of 5"
        assert "Saved as" in driver.text()

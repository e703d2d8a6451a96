"""From a file on disk to the dashboard on it, without leaving the dashboard."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.ui.app import PortfolioApp
from tests.sources.small_files import table, write_rows
from tests.ui.driving import NARROW, WIDE, driving, driving_app
from tests.ui.importing.conftest import ROWS
from tests.ui.importing.driving_import import step, words
from tests.ui.portfolio_fixture import write_city_portfolio

if TYPE_CHECKING:
    from portfolio_tui.ui.memory import Memory

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.usefixtures("profile")
async def test_a_file_becomes_the_portfolio_in_sight(
    small: Path, home: Path, downloads: Path, size: tuple[int, int]
) -> None:
    kept: list[Memory] = []
    async with driving_app(PortfolioApp(small, keep=kept.append), size) as driver:
        await driver.press("3", "I")
        assert step(driver) == "1 of 5"
        assert "report.csv" in driver.text()
        await driver.press("enter")
        assert step(driver) == "2 of 5"
        await driver.press("enter")
        assert step(driver) == "3 of 5"
        assert "~/data/portfolio-tui/test-positions" in driver.text()
        await driver.press("enter")
        assert step(driver) == "4 of 5"
        assert "4 rows read = 2 kept + 1 set aside + 1 folded" in driver.text()
        assert not (home / "data").exists()
        await driver.press("enter")
        assert step(driver) == "5 of 5"
        assert "Imported. 4 rows read = 2 kept + 1 set aside + 1 folded" in driver.text()
        await driver.press("enter")
        await driver.settle()
        assert driver.lines()[0].startswith(" Test positions")
        assert "Overview" in driver.lines()[2]
        await driver.press("3")
        assert "Roads" in driver.text()
        assert "[red]ACME[/]" in driver.text() or size == NARROW
    folder = home / "data" / "portfolio-tui" / "test-positions"
    assert kept[-1].last_portfolio == folder
    assert [row[0] for row in table(folder, "contracts", "contract_id")] == ["c1", "c2"]
    assert downloads.joinpath("report.csv").exists()


async def test_the_demo_says_how_to_bring_ones_own_files() -> None:
    async with driving(bundled_demo()) as driver:
        assert driver.lines()[3] == " Made-up figures to look around in · press I to import files of your own"
        await driver.press("question_mark")
        await driver.type("step by step")
        assert "I imports files of your own, step by step" in words(driver)
        await driver.press("escape", "ctrl+p")
        await driver.type("import")
        await driver.press("enter")
        assert step(driver) == "1 of 5"
        await driver.press("escape")
        assert "Made-up figures" in driver.text()


@pytest.mark.usefixtures("profile", "downloads")
async def test_escape_goes_back_step_by_step_and_loses_nothing(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("2", "I", "enter", "enter", "end")
        await driver.type("-of-mine")
        await driver.press("enter")
        assert "To become the portfolio ~/data/portfolio-tui/test-positions-of-mine" in driver.text()
        for number in (3, 2, 1):
            await driver.press("escape")
            assert step(driver) == f"{number} of 5"
        assert "1 file marked" in driver.text()
        await driver.press("ctrl+n", "ctrl+n", "ctrl+n")
        assert "To become the portfolio ~/data/portfolio-tui/test-positions-of-mine" in driver.text()
        await driver.press("escape", "escape", "escape", "escape")
        assert driver.lines()[2].startswith(" 1 Overview  2 Alliances")
        assert driver.app.current_mode == "alliances"


@pytest.mark.usefixtures("profile")
async def test_the_next_report_goes_into_the_portfolio_that_is_open(home: Path, downloads: Path) -> None:
    async with driving(write_city_portfolio(home / "city")) as driver:
        await driver.press("I", "enter", "enter", "enter", "enter", "enter")
        await driver.settle()
        assert driver.lines()[0].startswith(" Test positions")
        write_rows(downloads, [ROWS[0].replace("250.00", "400.00"), ROWS[1]])
        await driver.press("I", "enter", "enter")
        assert "the one that is open" in driver.text()
        await driver.press("right", "enter")
        assert "To be merged into ~/data/portfolio-tui/test-positions" in driver.text()
        await driver.press("right", "right")
        assert "+150.00" in driver.line_with("paid_amount")
        await driver.press("ctrl+n")
        assert "is up to date" in driver.text()
        await driver.press("enter")
        await driver.settle()
        await driver.press("3")
        assert "$400" in driver.line_with("Roads") or "40 %" in driver.line_with("Roads")


@pytest.mark.usefixtures("profile")
async def test_a_file_given_in_place_of_a_portfolio_can_be_imported(downloads: Path) -> None:
    async with driving(downloads / "report.csv") as driver:
        assert "This portfolio cannot be opened" in driver.text()
        await driver.press("I")
        assert driver.line_with("▌").split()[1] == "report.csv"
        await driver.press("enter", "enter", "enter", "enter", "enter")
        await driver.settle()
        assert driver.lines()[0].startswith(" Test positions")
        assert len(driver.app.screen_stack) == 1


@pytest.mark.usefixtures("profile", "downloads")
async def test_a_tiny_terminal_still_tells_the_step_and_takes_every_key(small: Path) -> None:
    async with driving(small, (40, 10)) as driver:
        await driver.press("I", "enter", "enter", "enter")
        assert driver.lines()[1] == " Preview   step 4 of 5"
        await driver.press("ctrl+n")
        assert "Imported." in driver.text()

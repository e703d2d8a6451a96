"""The third step: a new portfolio, or the one that is open, and the day of the figures."""

from pathlib import Path

import pytest

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.sources.known_profiles import save_profile
from tests.sources.small_files import NESTED, POSITIONS, table
from tests.ui.driving import Driver, driving
from tests.ui.importing.driving_import import step, words

pytestmark = pytest.mark.thorough

QUARTERS = (POSITIONS + NESTED).replace(
    'as_of = "day"',
    'as_of = { quarter_in_file_name = "FY-{fiscal_year}-Q{quarter}", year_starts_in_month = 7 }',
)


async def to_target(driver: Driver) -> None:
    """Go on to the third step with the file and the profile that come first."""
    await driver.press("I", "enter", "enter")
    assert step(driver) == "3 of 5"


async def write_folder(driver: Driver, text: str) -> None:
    """Name another folder."""
    await driver.press("end", "ctrl+u")
    await driver.type(text)


@pytest.mark.usefixtures("downloads", "profile")
async def test_the_folder_is_proposed_and_what_it_would_mean_told(small: Path, home: Path) -> None:
    (home / "full").mkdir()
    (home / "full" / "letter.txt").write_text("x")
    (home / "bare").mkdir()
    async with driving(bundled_demo()) as driver:
        await to_target(driver)
        assert "the one that is open" not in driver.text()
        assert "A new portfolio is made there." in driver.text()
        for folder, meaning in (
            ("~/full", "This folder holds other things; a portfolio needs one of its own."),
            ("~/full/letter.txt", "This is a file. Name a folder."),
            ("~/bare", "A new portfolio is made in this empty folder."),
            (str(small), "The files are merged into the portfolio that is there."),
        ):
            await write_folder(driver, folder)
            assert meaning in driver.text()
        await write_folder(driver, "")
        await driver.press("enter")
        assert "Name a folder." in driver.text()
        await write_folder(driver, "~/full")
        await driver.press("enter")
        assert step(driver) == "4 of 5"
        told = "is not empty and holds no portfolio. Go back with Escape and name a new or empty folder."
        assert told in words(driver)
        await driver.press("escape")
        assert step(driver) == "3 of 5"
        assert "~/full" in driver.line_with("Folder")
        await write_folder(driver, "~/bare")
        await driver.press("enter")
        assert (
            "To be merged into ~/bare" in driver.text() or "To become the portfolio ~/bare" in driver.text()
        )
    assert [path.name for path in (home / "full").iterdir()] == ["letter.txt"]


@pytest.mark.usefixtures("downloads", "profile")
async def test_a_folder_that_cannot_be_written_is_told_before_the_import(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "closed").mkdir()
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path).name != "closed")
    async with driving(bundled_demo()) as driver:
        await to_target(driver)
        for folder in ("~/closed", "~/closed/new/newer"):
            await write_folder(driver, folder)
            assert "~/closed is not yours to write in." in words(driver)
        await write_folder(driver, "~/report")
        assert "A new portfolio is made there." in words(driver)


@pytest.mark.usefixtures("downloads", "profile")
async def test_a_folder_is_picked_from_the_list(home: Path) -> None:
    (home / "states").mkdir()
    async with driving(bundled_demo()) as driver:
        await to_target(driver)
        await write_folder(driver, "~/mine")
        assert "states/" in driver.text()
        await driver.press("down", "down", "down", "enter")
        assert "~/states/mine" in driver.line_with("Folder")


@pytest.mark.usefixtures("downloads")
async def test_the_day_is_asked_for_where_the_names_of_the_files_do_not_tell_it(home: Path) -> None:
    save_profile("quarterly", QUARTERS)
    async with driving(bundled_demo()) as driver:
        await to_target(driver)
        await driver.press("enter")
        assert step(driver) == "3 of 5"
        assert "The name report.csv does not tell the day of the figures: write it here." in words(driver)
        await driver.type("30.6.2026")
        await driver.press("enter")
        assert '"30.6.2026" is not a day; write it as 2019-06-30.' in driver.text()
        await driver.press("ctrl+u")
        await driver.type("2026-06-30")
        await driver.press("enter", "enter")
        assert step(driver) == "5 of 5"
    folder = home / "data" / "portfolio-tui" / "test-positions"
    assert [str(row[0]) for row in table(folder, "balances", "as_of")] == ["2026-06-30"] * 2


async def test_the_day_that_the_name_of_a_file_tells_need_not_be_written(downloads: Path, home: Path) -> None:
    save_profile("quarterly", QUARTERS)
    (downloads / "report.csv").rename(downloads / "FY-2025-Q4.csv")
    async with driving(bundled_demo()) as driver:
        await to_target(driver)
        await driver.press("enter", "enter")
        assert step(driver) == "5 of 5"
    folder = home / "data" / "portfolio-tui" / "test-positions"
    assert [str(row[0]) for row in table(folder, "balances", "as_of")] == ["2025-06-30"] * 2


@pytest.mark.usefixtures("downloads", "profile")
async def test_no_home_folder_proposes_a_place_beside_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    async with driving(bundled_demo()) as driver:
        monkeypatch.setattr("portfolio_tui.ui.importing.data_folder", fail)
        await to_target(driver)
        assert "downloads/test-positions" in driver.line_with("Folder")

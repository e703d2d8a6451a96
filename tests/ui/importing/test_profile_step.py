"""The second step: a profile that fits, one that was guessed, one that is written."""

from pathlib import Path

import pytest

from portfolio_tui.sources.guessing import Guess, Reason
from portfolio_tui.sources.known_profiles import find_profile, save_profile
from portfolio_tui.ui.widgets.profile_editor import ProfileEditor
from tests.sources.small_files import POSITIONS
from tests.ui.driving import NARROW, WIDE, Driver, driving
from tests.ui.importing.driving_import import step, words

pytestmark = pytest.mark.thorough

UNFINISHED = POSITIONS.replace('title = { first_of = ["title", "id"] }', "# title =").lstrip()
MISSING = "tables.contracts.title"


@pytest.fixture
def guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a profile guessed in which a line is left to fill in."""
    found = Guess("report", UNFINISHED, (Reason("tables.vendors", "it says so"),), missing=(MISSING,))
    monkeypatch.setattr("portfolio_tui.sources.guessing.guess_profile", lambda _files: found)


def editor(driver: Driver) -> ProfileEditor:
    """Return the editor of the profile."""
    return driver.app.screen.query_one(ProfileEditor)


@pytest.mark.usefixtures("downloads", "profile")
async def test_a_profile_that_fits_comes_first_and_says_why(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter")
        assert driver.line_with("▌").split() == ["▌positions", "fits", "these", "files", "yours"]
        assert "Positions for tests" in driver.text()
        assert "why The files have the columns that it needs: id, title" in words(driver)
        assert "makes Test positions, in USD" in words(driver)
        assert "file ~/config/portfolio-tui/profiles/positions.toml" in words(driver)


async def test_a_bundled_profile_is_recognised_by_its_columns(small: Path, downloads: Path) -> None:
    columns = find_profile("philadelphia-professional-services").file_columns()
    (downloads / "FY-2019-Q4.csv").write_text(f"{','.join(columns)}\n{','.join('x' for _ in columns)}\n")
    async with driving(small) as driver:
        await driver.press("I", "home", "down", "enter")
        assert driver.line_with("▌").startswith("▌philadelphia-professional-services")
        assert "fits these files" in driver.line_with("▌")
        assert "bundled" in driver.line_with("▌")


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.usefixtures("downloads", "guessed")
async def test_what_a_guess_leaves_open_is_filled_in_and_saved(
    small: Path, home: Path, size: tuple[int, int]
) -> None:
    async with driving(small, size) as driver:
        await driver.press("I", "enter")
        assert driver.line_with("▌").split() == ["▌report", "guessed", "not", "saved"]
        assert "No profile fits: this one was guessed, with its reasons. Enter edits it." in words(driver)
        await driver.press("enter", "ctrl+n")
        line = UNFINISHED.splitlines().index("[tables.contracts]") + 1
        assert f"Line {line}: [tables.contracts] title is missing." in words(driver)
        await driver.press("end", "enter")
        await driver.type('titel = "title"')
        assert f"Line {line + 1}: [tables.contracts] titel is no column of contracts." in words(driver)
        assert "title" in words(driver).partition("is no column of contracts.")[2]
        await driver.press("ctrl+u")
        await driver.type('title = "title"')
        assert "This profile can be used" in driver.text()
        await driver.press("ctrl+n")
        await driver.press("ctrl+u")
        await driver.type("my-county")
        await driver.press("enter")
        assert step(driver) == "3 of 5"
        saved = home / "config" / "portfolio-tui" / "profiles" / "my-county.toml"
        assert 'title = "title"' in saved.read_text()
        assert find_profile("my-county").file == saved
        await driver.press("enter")
        assert "2 kept" in driver.text()


@pytest.mark.usefixtures("downloads", "guessed")
async def test_what_was_saved_is_saved_again_when_it_is_changed(small: Path, home: Path) -> None:
    saved = home / "config" / "portfolio-tui" / "profiles" / "report.toml"
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter")
        editor(driver).load(POSITIONS)
        await driver.press("ctrl+n", "enter", "escape")
        assert step(driver) == "2 of 5"
        assert driver.line_with("▌").split() == ["▌report", "guessed", "yours"]
        editor(driver).load(POSITIONS.replace("Test positions", "Another name"))
        await driver.press("ctrl+n")
        assert step(driver) == "3 of 5"
        assert "another-name" in driver.text()
    assert "Another name" in saved.read_text()


@pytest.mark.usefixtures("downloads", "guessed")
async def test_what_is_written_outlasts_going_back_and_is_no_toml_for_a_while(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter")
        editor(driver).load("= broken\n")
        await driver.settle()
        assert "Line 1:" in driver.text()
        assert "is not TOML" in words(driver)
        await driver.press("escape", "escape", "ctrl+n")
        assert editor(driver).text.startswith("= broken\n")
        await driver.press("ctrl+n")
        assert step(driver) == "2 of 5"


@pytest.mark.usefixtures("downloads", "profile")
async def test_a_copy_of_a_known_profile_is_changed_and_the_name_asked(small: Path, home: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "c")
        assert "This profile can be used" in driver.text()
        await driver.press("f2")
        assert "You have a profile of that name: it would be replaced." in driver.text()
        await driver.press("enter")
        assert "You have a profile positions already. Enter again replaces it." in driver.text()
        await driver.press("end", "/", "enter")
        assert "is no name for a profile." in driver.text()
        await driver.press("escape")
        assert step(driver) == "2 of 5"
    assert [path.name for path in (home / "config" / "portfolio-tui" / "profiles").iterdir()] == [
        "positions.toml"
    ]


@pytest.mark.usefixtures("profile")
async def test_files_that_are_no_data_say_so_and_others_can_be_taken(small: Path, downloads: Path) -> None:
    (downloads / "report.csv").write_text("<!DOCTYPE html><html><body>404</body></html>")
    async with driving(small) as driver:
        await driver.press("I", "enter")
        assert "report.csv is no data that can be imported: it is a web page" in words(driver)
        assert "go back with Escape and take others." in words(driver)
        await driver.press("enter", "enter")
        assert step(driver) == "4 of 5"
        assert "report.csv is no data that can be imported: it is a web page" in words(driver)
        await driver.press("ctrl+n")
        assert step(driver) == "4 of 5"
        await driver.press("escape", "escape", "escape")
        assert step(driver) == "1 of 5"


@pytest.mark.usefixtures("downloads")
async def test_a_faulty_profile_of_ones_own_is_told_and_does_not_hide_the_others(
    small: Path, home: Path
) -> None:
    save_profile("positions", POSITIONS)
    (home / "config" / "portfolio-tui" / "profiles" / "a-faulty.toml").write_text('title = "x"\n')
    async with driving(small) as driver:
        await driver.press("I", "enter")
        assert driver.line_with("▌").startswith("▌positions")
        await driver.press("down")
        assert driver.line_with("▌").startswith("▌a-faulty")
        assert "portfolio_name is missing" in words(driver) or "tables is missing" in words(driver)
        await driver.press("enter")
        assert step(driver) == "2 of 5"


@pytest.mark.usefixtures("downloads")
async def test_an_error_that_nobody_foresaw_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_files: object) -> Guess:
        raise ZeroDivisionError("[b]odd[/b]")

    monkeypatch.setattr("portfolio_tui.sources.guessing.guess_profile", fail)
    async with driving(small) as driver:
        await driver.press("I", "enter")
        assert "Something unexpected went wrong: [b]odd[/b]" in words(driver)
        assert "austin-contracts" in driver.text()


async def test_a_guess_from_the_files_themselves_is_filled_in_place_by_place(
    small: Path, home: Path, downloads: Path
) -> None:
    (downloads / "contracts.csv").write_text(
        "Contract No,Vendor Name,Description,Start Date,End Date,Contract Amount,Paid to Date\n"
        "A-1,Goodyear,Tires,01/01/2024,12/31/2026,100000.00,25000.00\n"
        'A-2,Motorola,Radios,07/01/2024,06/30/2027,"250,000.00",100.00\n'
    )
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter")
        assert "Only you can say state, alliances.id, alliances.name, alliances.kind:" in words(driver)
        for answer in ("VT", "own-vt", "Vermont's own", "state"):
            await driver.type(answer)
            await driver.press("ctrl+n")
        await driver.press("enter")
        assert step(driver) == "3 of 5"
        await driver.press("enter")
        await driver.type("2026-06-30")
        await driver.press("enter", "ctrl+n", "enter")
        await driver.settle()
        assert driver.lines()[0].startswith(" Contracts")
        await driver.press("3")
        assert "Radios" in driver.text()
    assert (home / "config" / "portfolio-tui" / "profiles" / "contracts.toml").exists()

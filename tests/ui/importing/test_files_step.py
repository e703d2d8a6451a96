"""The first step: files and folders, marked or typed."""

from pathlib import Path

import pytest

from portfolio_tui.ui.screens.import_files import FilesStep
from tests.ui.driving import Driver, driving
from tests.ui.importing.driving_import import step, words

pytestmark = pytest.mark.thorough

HOSTILE = "[red]x\x1b]0;pwned\x07.csv"


@pytest.fixture
def many(downloads: Path) -> Path:
    """Put more files and folders beside the report."""
    (downloads / "older").mkdir()
    (downloads / "older" / "last-year.csv").write_text("a\n1\n")
    (downloads / "notes.pdf").write_bytes(b"%PDF")
    (downloads / "sales.jsonl.gz").write_bytes(b"x" * 1500)
    (downloads / ".hidden.csv").write_text("")
    (downloads / "broken.csv").symlink_to(downloads / "nowhere.csv")
    (downloads / HOSTILE).write_text("a\n1\n")
    return downloads


def taken(driver: Driver) -> list[str]:
    """Return the names of what the first step gave on, by the names that the screen holds."""
    return [path.name for path in driver.app.screen._plan.sources]  # type: ignore[attr-defined]


def field(driver: Driver) -> str:
    """Return the path as it is typed."""
    return driver.app.screen.query_one(FilesStep)._path.value


@pytest.mark.usefixtures("many")
async def test_the_list_tells_kind_and_size_and_what_cannot_be_read(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I")
        rows = [line.strip("▌ ") for line in driver.lines()[4:14] if line.strip()]
        assert rows[:2] == ["../", "older/"]
        assert "[red]x␛]0;pwned␇.csv" in rows[2]
        assert rows[3].split() == ["broken.csv", "leads", "nowhere"]
        assert rows[4].split() == ["notes.pdf", "no", "data", "by", "name", "4", "bytes"]
        assert rows[5].split()[:2] == ["report.csv", "CSV"]
        assert rows[6].split() == ["sales.jsonl.gz", "JSON", "lines,", "gzip", "1.5", "kB"]
        assert ".hidden" not in driver.text()


@pytest.mark.usefixtures("many")
async def test_several_are_marked_across_folders_and_given_on_together(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "down", "down", "down", "space", "up")
        assert driver.line_with("notes.pdf").startswith("▌✓  notes.pdf")
        await driver.press("left")
        assert driver.line_with("▌").split()[1] == "downloads/"
        await driver.press("right", "right", "right")
        assert "last-year.csv" in driver.text()
        await driver.press("space")
        assert "2 files marked" in driver.text()
        await driver.press("ctrl+n")
        assert step(driver) == "2 of 5"
        assert taken(driver) == ["notes.pdf", "last-year.csv"]


@pytest.mark.usefixtures("many")
async def test_all_files_of_data_are_marked_at_once_and_a_folder_as_a_whole(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "ctrl+a")
        assert "3 files marked" in driver.text()
        await driver.press("ctrl+a", "space")
        assert "1 folder marked: older" in driver.text()
        await driver.press("up", "space", "up", "ctrl+n")
        assert step(driver) == "1 of 5"
        assert "Go to a file, or mark files and folders with Space." in driver.text()


async def test_enter_takes_one_file_and_another_in_its_place(small: Path, downloads: Path) -> None:
    (downloads / "second.csv").write_text("a\n1\n")
    async with driving(small) as driver:
        await driver.press("I", "enter", "escape", "down", "enter")
        assert taken(driver) == ["second.csv"]
        await driver.press("escape", "up", "space", "enter")
        assert taken(driver) == ["report.csv", "second.csv"]


@pytest.mark.usefixtures("many")
async def test_a_path_is_typed_with_completion_and_narrows_the_list(small: Path, home: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "o", "l")
        assert field(driver) == "~/downloads/ol"
        assert "report.csv" not in driver.text()
        await driver.press("right", "enter")
        assert field(driver) == "~/downloads/older/"
        await driver.press("l", "enter")
        assert taken(driver) == ["last-year.csv"]
        await driver.press("escape", "r", "ctrl+u")
        await driver.type("~/nowhere.csv")
        await driver.press("enter")
        assert "There is no file or folder ~/nowhere.csv." in words(driver)
        await driver.press("ctrl+u")
        await driver.type(f"{home}/nowhere/x")
        assert "cannot be read: No such file or directory." in words(driver)
        await driver.press("ctrl+u", "enter")
        assert step(driver) == "1 of 5"


@pytest.mark.usefixtures("many")
async def test_what_cannot_be_read_is_told_and_not_taken(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "down", "down", "enter")
        assert "broken.csv cannot be read: leads nowhere." in driver.text()
        await driver.press("space", "ctrl+n")
        assert step(driver) == "1 of 5"
        await driver.press("b", "ctrl+u")
        await driver.type("/dev/null")
        await driver.press("enter")
        assert "null cannot be read: no file." in driver.text()
        assert step(driver) == "1 of 5"


@pytest.mark.usefixtures("many")
async def test_the_start_of_the_only_name_is_enough(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "r", "e", "p", "enter")
        assert taken(driver) == ["report.csv"]
        await driver.press("escape", "x", "enter")
        assert step(driver) == "1 of 5"
        assert "There is no file or folder ~/downloads/repx." in words(driver)
        await driver.press("ctrl+u")
        await driver.type("~/downloads/older/..")
        await driver.press("enter")
        assert "downloads/" in driver.text()


@pytest.mark.usefixtures("profile")
async def test_what_is_gone_meanwhile_is_told_and_marked_no_longer(small: Path, downloads: Path) -> None:
    async with driving(small) as driver:
        await driver.press("I", "enter", "enter", "enter")
        assert "4 rows read" in driver.text()
        (downloads / "report.csv").rename(downloads / "moved.csv")
        await driver.press("ctrl+n")
        assert step(driver) == "5 of 5"
        assert "report.csv cannot be read: No such file or directory." in words(driver)
        await driver.press("escape", "escape", "escape", "escape")
        assert step(driver) == "1 of 5"
        assert "moved.csv" in driver.text()
        await driver.press("ctrl+n")
        assert step(driver) == "1 of 5"
        assert "Not there any more, and not marked any more: report.csv." in words(driver)
        await driver.press("enter")
        assert taken(driver) == ["moved.csv"]


async def test_files_that_could_not_be_read_are_looked_at_again(small: Path, downloads: Path) -> None:
    content = (downloads / "report.csv").read_bytes()
    (downloads / "report.csv").write_bytes(b"")
    async with driving(small) as driver:
        await driver.press("I", "enter")
        assert "report.csv is empty" in words(driver)
        (downloads / "report.csv").write_bytes(content)
        await driver.press("escape", "ctrl+n")
        assert "No profile fits: this one was guessed" in words(driver)


async def test_more_files_than_are_listed_are_counted(
    small: Path, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.ui.folder_contents.LISTED_AT_MOST", 2)
    for number in range(4):
        (downloads / f"file{number}.csv").write_text("")
    async with driving(small) as driver:
        await driver.press("I")
        assert "3 more are not listed: type how the name starts." in driver.text()
        await driver.press("r", "e", "p")
        assert "report.csv" in driver.text()
        assert "not listed" not in driver.text()

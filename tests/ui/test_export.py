"""The key `e`: what is shown is written to a file, all of it, and can be traced."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from textual.widgets import Static

from portfolio_tui.extract import extract
from portfolio_tui.extract.cancellation import Cancellation
from portfolio_tui.extract.provenance_files import read_provenance
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.widgets.text_field import TextField
from tests.ui.driving import NARROW, WIDE, Driver, driving

pytestmark = pytest.mark.thorough


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start the program in an empty folder and return it."""
    folder = tmp_path / "exports"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def names(folder: Path) -> list[str]:
    """Return what lies in `folder`."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_the_list_shows_is_written_and_how_to_open_it_told(
    small: Path, exports: Path, size: tuple[int, int]
) -> None:
    async with driving(small, size, Scope(states=("VT",))) as driver:
        await driver.press("3", "e")
        assert field(driver) == str(exports / "contract-utilization.parquet")
        assert driver.line_with("rows, about").strip("│ ").endswith("· Vermont · all dates")
        await driver.press("enter")
        assert "Wrote" in driver.text()
        target = exports / "contract-utilization.parquet"
        assert pq.read_metadata(target).num_rows == len(driver_rows(driver))
        note = str(driver.app.screen.query_one("#export-note", Static).content)
        assert f"FROM '{target}'" in note
        assert f"pl.read_parquet('{target}')" in note
        await driver.press("enter")
        assert "Export what" not in driver.text()
    assert names(exports) == ["contract-utilization.parquet"]
    provenance = read_provenance(target).provenance
    assert (provenance.query, provenance.scope.states) == ("contract_utilization", ("VT",))


def field(driver: Driver) -> str:
    """Return the path in the dialog's field."""
    return driver.app.screen.query_one("#export-file", TextField).value


def driver_rows(driver: Driver) -> tuple[object, ...]:
    """Return the rows that the contracts' list shows, behind the dialog."""
    from portfolio_tui.ui.widgets.ledger import Ledger

    screen = driver.app.data_screen
    assert screen is not None
    return tuple(screen.query_one("#contracts", Ledger).rows_shown)


async def test_only_what_a_search_leaves_is_written(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "slash")
        await driver.type("ire")
        await driver.press("enter", "e")
        assert "3 rows, about" in driver.text()
        assert "only what the list shows" in driver.text()
        await driver.press("enter")
    rows = pq.read_table(exports / "contract-utilization.parquet").to_pylist()
    assert sorted(row["title"] for row in rows) == ["Paper", "Tires, tubes and services", "Wireless"]


async def test_only_what_needs_attention_is_written_from_that_list(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "right", "e", "enter")
    rows = pq.read_table(exports / "contract-utilization.parquet").to_pylist()
    assert len(rows) == 4
    assert {"Tires, tubes and services", "Wireless", "Snow removal"} <= {row["title"] for row in rows}


async def test_the_rows_behind_a_contract_are_all_written(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "down", "down", "enter", "l")
        lines = int(driver.line_with("spend lines, newest first").split()[0])
        await driver.press("e")
        assert "A contract's lines" in driver.line_with("What")
        await driver.press("enter")
    (name,) = names(exports)
    assert pq.read_metadata(exports / name).num_rows == lines > 0


async def test_another_format_has_another_suffix_and_a_sidecar(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "e", "right")
        assert field(driver) == str(exports / "contract-utilization.csv")
        await driver.press("enter")
        assert "contract-utilization.csv.provenance.json, beside it" in driver.text()
    assert names(exports) == ["contract-utilization.csv", "contract-utilization.csv.provenance.json"]


async def test_a_file_that_is_there_is_replaced_only_when_asked(small: Path, exports: Path) -> None:
    target = exports / "contract-utilization.parquet"
    target.write_text("old")
    async with driving(small) as driver:
        await driver.press("3", "e", "enter")
        assert "There is a file contract-utilization.parquet already." in driver.text()
        assert target.read_text() == "old"
        await driver.press("escape", "e", "enter", "enter")
        assert "Wrote" in driver.text()
    assert pq.read_metadata(target).num_rows > 0


async def test_another_of_the_screens_measures_can_be_chosen(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("e", "up", "right")
        chosen = driver.line_with("File").split("/")[-1].strip("│ ")
        await driver.press("enter")
    assert names(exports) == [chosen]


async def test_the_folder_can_be_picked_and_is_remembered(small: Path, exports: Path) -> None:
    (exports / "quarterly").mkdir()
    async with driving(small) as driver:
        await driver.press("3", "e")
        assert "quarterly/" in driver.text()
        await driver.press("down", "down", "enter")
        assert field(driver) == str(exports / "quarterly" / "contract-utilization.parquet")
        await driver.press("up", "up", "enter", "enter", "e")
        assert field(driver) == str(exports / "quarterly" / "contract-utilization.parquet")
    assert names(exports / "quarterly") == ["contract-utilization.parquet"]


async def test_a_folder_that_is_not_there_is_told_and_nothing_is_lost(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "e", "down", "home", "ctrl+k")
        await driver.type("nowhere/out.parquet")
        await driver.press("enter")
        assert "nowhere" in driver.text()
        assert "Wrote" not in driver.text()
        assert field(driver) == "nowhere/out.parquet"
        await driver.press("ctrl+u", "enter")
        assert "Name a file." in driver.text()
    assert names(exports) == []


async def test_people_are_left_out_unless_asked_for(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("4", "enter")
        await driver.type("SELECT contract_id, 'Ann' AS contact_name FROM contracts")
        await driver.press("ctrl+r", "escape", "e")
        assert "Left out, for people's names or contacts: contact_name" in driver.text()
        await driver.press("enter")
        assert pq.read_schema(exports / "sql.parquet").names == ["contract_id"]
        await driver.press("enter", "e", "down", "right")
        assert "Taken along, for people's names or contacts: contact_name" in driver.text()
        await driver.press("enter", "enter")
    assert pq.read_schema(exports / "sql.parquet").names == ["contract_id", "contact_name"]


async def test_escape_stops_what_is_being_written(
    small: Path, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(small) as driver:
        await driver.press("3", "e")

        def never_ready(*arguments: object) -> object:
            cancellation = arguments[-1]
            assert isinstance(cancellation, Cancellation)
            while True:
                cancellation.check()

        monkeypatch.setattr(extract, "_write", never_ready)
        await driver.pilot.press("enter")
        await driver.pilot.pause()
        assert "Esc cancels" in driver.text()
        await driver.press("escape")
        assert "The extract was cancelled; nothing was written." in driver.text()
        await driver.press("escape")
        assert "Export what" not in driver.text()
    assert names(exports) == []


async def test_before_there_are_rows_there_is_nothing_to_export(small: Path, exports: Path) -> None:
    async with driving(small) as driver:
        await driver.press("4", "e")
        assert "There are no rows to export here" in driver.text()
    assert names(exports) == []

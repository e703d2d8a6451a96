"""The grid of a result: every cell reads right, and one sorts, searches, pins, marks and copies in it."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from portfolio_tui.ui.figures import MINUS
from portfolio_tui.ui.widgets.grid_ranges import MOST_CELLS
from tests.ui.widgets.grid_host import NARROW, WIDE, showing

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
AMOUNTS = [Decimal("1234567.50"), None, Decimal("-2.00"), Decimal("1234567.50"), Decimal("9.10")]


def contracts() -> pa.Table:
    """Return five contracts: equal amounts, one missing, one negative; an empty title, one of no value."""
    return pa.table(
        {
            "contract_id": ["19101", "00318", "MA176", "19105", "19106"],
            "net_amount": pa.array(AMOUNTS, pa.decimal128(18, 2)),
            "title": ["Tires", "radios", "", "Rations", None],
            "fiscal_year": [2026, 2025, 2024, 2026, 2025],
            "ends_on": pa.array([dt.date(2026, 6, 30), None, dt.date(2025, 1, 1), None, None]),
            "in_force": [True, False, None, True, False],
        }
    )


@SIZES
async def test_each_kind_of_value_reads_as_it_should(size: tuple[int, int]) -> None:
    async with showing(contracts(), size) as shown:
        assert shown.grid.visible_text().splitlines()[:6] == [
            " Contract id │   Net amount  Title    Fiscal year  Ends on     In force",
            "▌19101       │ 1,234,567.50  Tires           2026  2026-06-30  yes",
            " 00318       │            —  radios          2025  —           no",
            f" MA176       │        {MINUS}2.00                  2024  2025-01-01  —",
            " 19105       │ 1,234,567.50  Rations         2026  —           yes",
            " 19106       │         9.10  —               2025  —           no",
        ]
        assert shown.status == "Row 1 of 5   Contract id column 1 of 6"


async def test_a_cut_result_says_so() -> None:
    async with showing(contracts(), truncated=True) as shown:
        assert shown.status.startswith("Row 1 of the first 5 ")


@SIZES
async def test_sorting_goes_up_then_down_then_back(size: tuple[int, int]) -> None:
    async with showing(contracts(), size) as shown:
        await shown.press("down", "right", "s")
        assert [line[0] for line in shown.cells()[1:6]] == ["MA176", "19106", "19101", "19105", "00318"]
        assert " ▲ Net amount " in shown.grid.visible_text()
        assert shown.grid.cursor == (0, 1)
        assert "▲ Net amount" in shown.status
        await shown.press("s")
        assert [line[0] for line in shown.cells()[1:6]] == ["19101", "19105", "19106", "MA176", "00318"]
        assert " ▼ Net amount " in shown.grid.visible_text()
        await shown.press("s")
        assert [line[0] for line in shown.cells()[1:6]] == ["19101", "00318", "MA176", "19105", "19106"]
        assert "▼" not in shown.grid.visible_text()


async def test_text_is_sorted_without_regard_to_case_and_another_column_starts_upwards() -> None:
    async with showing(contracts()) as shown:
        await shown.press("s", "right", "right", "s")
        assert [line[0] for line in shown.cells()[1:6]] == ["MA176", "00318", "19105", "19101", "19106"]
        assert "Title ▲" in shown.grid.visible_text()


async def test_lists_cannot_be_sorted_and_the_order_stays() -> None:
    table = pa.table({"name": ["b", "a"], "states": [["VT"], ["NH", "ME"]]})
    async with showing(table) as shown:
        await shown.press("s", "right", "s")
        assert shown.status.startswith("States has no order to sort by.")
        assert [line[0] for line in shown.cells()[1:3]] == ["a", "b"]
        await shown.press("left", "s")
        assert [line[0] for line in shown.cells()[1:3]] == ["b", "a"]


@SIZES
async def test_a_search_goes_from_match_to_match_through_any_column(size: tuple[int, int]) -> None:
    async with showing(contracts(), size) as shown:
        await shown.press("slash", *"20", "2", "5")
        assert shown.status.startswith("Row 2 of 5   “2025” 1 of 3 rows")
        await shown.press("enter")
        assert shown.grid.cursor == (1, 3)
        await shown.press("n")
        assert shown.grid.cursor == (2, 4)
        await shown.press("n", "n")
        assert shown.grid.cursor == (1, 3)
        await shown.press("N")
        assert shown.grid.cursor == (4, 3)
        assert shown.status.startswith("Row 5 of 5   “2025” 3 of 3 rows")
        await shown.press("escape")
        assert "2025" not in shown.status
        await shown.press("n")
        assert shown.status.startswith("Press / to search.")


async def test_a_search_keeps_to_one_column_where_it_is_told_to() -> None:
    async with showing(contracts()) as shown:
        await shown.press("slash", *"19", "1")
        assert "any column · Tab: only Contract id" in "\n".join(shown.lines())
        await shown.press("backspace", "escape", "right", "right", "slash", *"ti")
        assert "“ti” 1 of 2 rows" in shown.status
        await shown.press("escape", "slash", "tab", "r", "a")
        assert "only Title · Tab: any column" in "\n".join(shown.lines())
        assert "“ra” 1 of 2 rows" in shown.status
        await shown.press("tab", "backspace", "backspace", *"no")
        assert "“no” 1 of 2 rows" in shown.status
        await shown.press("z")
        assert "“noz” in no row" in shown.status
        await shown.press("enter", "n")
        assert shown.grid.has_focus


async def test_amounts_are_found_as_they_read_and_as_they_are() -> None:
    async with showing(contracts()) as shown:
        await shown.press("slash")
        await shown.type("1,234")
        assert "1 of 2 rows" in shown.status
        await shown.press("escape", "slash")
        await shown.type("567.5")
        assert "1 of 2 rows" in shown.status
        await shown.press("escape", "slash")
        await shown.type("-2.")
        assert "1 of 1 row" in shown.status
        assert shown.grid.cursor == (2, 1)


async def test_matches_follow_the_order_and_rows_are_copied_as_they_stand() -> None:
    async with showing(contracts()) as shown:
        await shown.press("right", "s", "s", "slash")
        await shown.type("2026")
        await shown.press("enter")
        assert shown.status.startswith("Row 1 of 5   “2026” 1 of 2 rows")
        await shown.press("n", "n", "left", "left", "left", "shift+down", "shift+right")
        assert "2 rows × 2 columns marked · y copies" in shown.status
        await shown.press("y")
        assert shown.app.clipboard == "contract_id\tnet_amount\n19105\t1234567.50\n19106\t9.10"
        assert shown.status.startswith("Copied 2 rows × 2 columns under their names, where the terminal")
        await shown.press("left", "s")
        assert "“2026” 1 of 2 rows" not in shown.status
        assert "“2026” in 2 rows" in shown.status
        await shown.press("n")
        assert shown.grid.rows.plain(*shown.grid.cursor) == "2026"


async def test_a_cell_a_row_and_marked_cells_are_copied() -> None:
    async with showing(contracts()) as shown:
        await shown.press("right", "y")
        assert shown.app.clipboard == "1234567.50"
        assert shown.status.startswith("Copied the cell, where the terminal allows it.")
        await shown.press("down", "y")
        assert shown.app.clipboard == "1234567.50"
        assert shown.status.startswith("There is no value to copy.")
        await shown.press("Y")
        header = "contract_id\tnet_amount\ttitle\tfiscal_year\tends_on\tin_force"
        assert shown.app.clipboard == f"{header}\n00318\t\tradios\t2025\t\tno"
        assert shown.status.startswith("Copied 1 row × 6 columns under their names")
        await shown.press("v", "end", "left")
        assert "4 rows × 2 columns marked" in shown.status
        await shown.press("v")
        assert shown.grid.marked is None
        await shown.press("v", "up", "escape")
        assert shown.grid.marked is None


async def test_more_cells_than_a_terminal_takes_are_not_copied() -> None:
    async with showing(pa.table({"number": pa.array(range(MOST_CELLS + 1))})) as shown:
        await shown.press("v", "end", "y")
        assert shown.app.clipboard == ""
        assert shown.status.startswith("20,001 rows × 1 column are too many to copy; 20,000 cells are")
        await shown.press("up", "y")
        assert shown.app.clipboard.count("\n") == MOST_CELLS


async def test_enter_shows_a_long_cell_whole() -> None:
    long = "Tires [red]x[/]\x1b[2J\nsecond line " + "and so on " * 30 + "end"
    async with showing(pa.table({"id": ["1"], "note": [long]})) as shown:
        await shown.press("right")
        assert shown.cells()[1][-1].endswith("…")
        await shown.press("enter")
        assert "│ Tires [red]x[/]␛[2J " in shown.dialog
        assert "│ second line and so on" in shown.dialog
        assert "so on end " in shown.dialog
        assert "335 characters" in shown.dialog
        await shown.press("y")
        assert shown.app.clipboard.startswith("Tires [red]x[/]␛[2J second line and")
        await shown.press("escape")
        assert shown.grid.has_focus


async def test_a_missing_value_is_told_from_an_empty_text() -> None:
    async with showing(pa.table({"text": [None, "", "—"]})) as shown:
        assert shown.grid.visible_text().splitlines()[1:] == ["▌—", "", " —"]
        await shown.press("enter")
        assert "no value (NULL)" in shown.dialog
        await shown.press("escape", "down", "enter")
        assert "an empty text" in shown.dialog
        await shown.press("escape", "down", "enter")
        assert "│ — " in shown.dialog
        assert "no value" not in shown.dialog


async def test_space_shows_the_whole_row() -> None:
    async with showing(contracts()) as shown:
        await shown.press("down", "space")
        assert "Contract id             00318" in shown.dialog
        assert "Net amount              —" in shown.dialog
        assert "Ends on                 —" in shown.dialog
        await shown.press("y", "escape")
        assert shown.app.clipboard.splitlines()[1] == "00318\t\tradios\t2025\t\tno"

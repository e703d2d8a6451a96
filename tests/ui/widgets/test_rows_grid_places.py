"""Getting about in the grid of a result, and results of odd shapes: wide, long, empty, narrow, hostile."""

from decimal import Decimal

import pyarrow as pa
import pytest

from portfolio_tui.ui.figures import MINUS
from portfolio_tui.ui.widgets.rows_grid import RowsGrid
from tests.ui.widgets.grid_host import NARROW, WIDE, showing

pytestmark = pytest.mark.thorough

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])


def wide_table(columns: int = 40, rows: int = 100) -> pa.Table:
    """Return `rows` rows of numbered columns, every cell naming its row and column."""
    return pa.table({f"column_{at:02}": [f"r{row}c{at}" for row in range(rows)] for at in range(columns)})


def titles(grid: RowsGrid) -> list[str]:
    """Return the columns in sight, by number."""
    return grid.visible_text().splitlines()[0].replace("Column", "").split()


@SIZES
async def test_the_first_column_stays_while_others_scroll(size: tuple[int, int]) -> None:
    async with showing(wide_table(), size) as shown:
        assert titles(shown.grid)[-1].endswith("▸")
        await shown.press("g")
        await shown.type("column 39")
        await shown.press("enter")
        assert shown.grid.cursor == (0, 39)
        assert titles(shown.grid)[:2] == ["00", "◂"]
        assert titles(shown.grid)[-1] == "39"
        assert "r0c39" in shown.grid.visible_text()


async def test_columns_are_pinned_up_to_the_cursor_and_unpinned() -> None:
    async with showing(wide_table()) as shown:
        await shown.press("right", "P")
        shown.grid.move_to(0, 11)
        await shown.settle()
        assert titles(shown.grid)[:3] == ["00", "01", "◂"]
        shown.grid.move_to(0, 1)
        await shown.press("P")
        assert titles(shown.grid)[:3] == ["00", "01", "02"]
        shown.grid.move_to(0, 11)
        await shown.settle()
        assert titles(shown.grid)[0] == "◂"
        await shown.press("P")
        assert titles(shown.grid)[:6] == ["00", "01", "02", "03", "◂", "11"]


async def test_a_column_or_a_row_is_gone_to() -> None:
    async with showing(wide_table()) as shown:
        await shown.press("g")
        await shown.type("umn 1")
        assert "Column 19" in shown.dialog
        assert "Column 20" not in shown.dialog
        await shown.press("down", "enter")
        assert shown.grid.cursor == (0, 10)
        await shown.press("g", *"55")
        assert "Row 55 of 100" in shown.dialog
        await shown.press("enter")
        assert shown.grid.cursor == (54, 10)
        await shown.press("g")
        await shown.type("1,000")
        await shown.press("enter")
        assert shown.grid.cursor == (99, 10)
        await shown.press("g")
        await shown.type("nothing")
        assert "No column of that name." in shown.dialog
        await shown.press("enter", "escape")
        assert shown.grid.cursor == (99, 10)


async def test_keys_move_by_cells_pages_and_to_the_ends() -> None:
    async with showing(wide_table()) as shown:
        await shown.press("j", "l", "down", "k", "h", "left")
        assert shown.grid.cursor == (1, 0)
        await shown.press("pagedown")
        assert shown.grid.cursor == (22, 0)
        await shown.press("end", "down")
        assert shown.grid.cursor == (99, 0)
        assert "▌r99c0" in shown.grid.visible_text()
        await shown.press("pageup", "home", "up")
        assert shown.grid.cursor == (0, 0)


async def test_clicks_move_choose_and_sort() -> None:
    async with showing(wide_table(4, 12)) as shown:
        await shown.pilot.click(RowsGrid, offset=(14, 3))
        assert shown.grid.cursor == (2, 1)
        await shown.pilot.click(RowsGrid, offset=(14, 3))
        assert "r2c1" in shown.dialog
        await shown.press("escape")
        await shown.pilot.click(RowsGrid, offset=(14, 0))
        await shown.settle()
        assert shown.cells()[1:4] == [[f"r{row}c{at}" for at in range(4)] for row in (0, 10, 11)]
        await shown.pilot.click(RowsGrid, offset=(70, 5))
        await shown.pilot.click(RowsGrid, offset=(3, 18))
        assert shown.grid.cursor == (0, 1)


EMPTY = {
    "no rows": pa.table({"name": pa.array([], pa.string()), "amount": pa.array([], pa.decimal128(18, 2))}),
    "no columns": pa.table({}),
    "rows without columns": pa.Table.from_batches(
        [pa.record_batch([pa.array([1, 2])], names=["gone"]).select([])]
    ),
}
EVERY_KEY = ["s", "slash", "x", "escape", "n", "N", "g", "P", "v", "y", "Y", "enter", "space", "shift+down"]
EVERY_KEY += ["up", "down", "left", "right", "pageup", "pagedown", "home", "end", "escape"]


@pytest.mark.parametrize("table", EMPTY.values(), ids=EMPTY)
async def test_nothing_goes_wrong_where_there_is_nothing(table: pa.Table) -> None:
    async with showing(table) as shown:
        await shown.press(*EVERY_KEY)
        assert "No rows" in shown.status
        assert "No rows." in shown.grid.visible_text()
        assert shown.app.clipboard == ""


async def test_one_column_of_one_row() -> None:
    async with showing(pa.table({"total": pa.array([Decimal("-1234.5")], pa.decimal128(18, 2))})) as shown:
        assert shown.grid.visible_text().splitlines()[1].strip() == f"▌{MINUS}1,234.50"
        await shown.press("s", "s", "P", "right", "y")
        assert shown.app.clipboard == "-1234.50"


async def test_a_column_without_values_is_sorted_searched_and_copied() -> None:
    table = pa.table({"nothing": pa.nulls(3), "text": pa.array([None] * 3, pa.string()), "id": [3, 1, 2]})
    async with showing(table) as shown:
        await shown.press("s", "s", "right", "s")
        assert [line[-1] for line in shown.cells()[1:4]] == ["3", "1", "2"]
        await shown.press("slash", *"x", "enter")
        assert "“x” in no row" in shown.status
        await shown.press("shift+down", "y")
        assert shown.app.clipboard == "text\n\n"


async def test_columns_may_share_a_name() -> None:
    table = pa.table(
        [pa.array([1, 2, 3]), pa.array([30, 10, 20]), pa.array(["x", "y", "z"])], ["a", "a", "a"]
    )
    async with showing(table) as shown:
        await shown.press("right", "s")
        assert shown.cells()[1:4] == [["2", "10", "y"], ["3", "20", "z"], ["1", "30", "x"]]
        assert shown.grid.visible_text().splitlines()[0].count("▲") == 1
        await shown.press("slash", "tab", *"10", "enter", "right", "enter")
        assert "│ y " in shown.dialog


async def test_hostile_names_and_values_do_no_harm() -> None:
    name, value = "[red]a[/]\x1b[2J\tb", "[bold]\x1b]0;pwned\x07\r\n\u202eend"
    table = pa.table({name: [value], "list": [[{name: value}]]})
    async with showing(table) as shown:
        await shown.press("v", "right", "y")
        drawn = "\n".join(shown.lines()) + shown.app.clipboard.replace("\n", "").replace("\t", "")
        assert "[red]a[/]␛[2J" in drawn
        assert all(character.isprintable() for character in drawn.replace("\n", ""))
        assert shown.app.clipboard.count("\t") == 2
        assert shown.app.clipboard.count("\n") == 1
        for key in ("enter", "escape", "space", "escape", "g", "escape", "s"):
            await shown.press(key)
            assert all(character.isprintable() for character in "".join(shown.lines()))


async def test_a_terminal_may_shrink_to_nothing_and_come_back() -> None:
    async with showing(wide_table()) as shown:
        shown.grid.move_to(99, 5)
        for size in ((1, 1), (0, 0), (20, 4), NARROW):
            await shown.pilot.resize_terminal(*size)
            await shown.press("left", "right", "up", "pagedown")
        assert shown.grid.cursor == (99, 5)
        assert "r99c5" in shown.grid.visible_text()


async def test_pinned_columns_too_wide_for_the_terminal_leave_room_for_the_cursor() -> None:
    async with showing(pa.table({name: [name * 40] for name in "abcd"}), (60, 10)) as shown:
        await shown.press("right", "right", "P", "right")
        assert "dddd" in shown.grid.visible_text()


async def test_no_number_is_shown_in_part() -> None:
    table = pa.table({"name": ["Vermont Transportation"], "amount": [1_234_567_890]})
    async with showing(table, (34, 10)) as shown:
        assert shown.grid.visible_text().splitlines()[1] == "▌Vermont Transportation          …"
        await shown.press("P", "right")
        assert shown.grid.visible_text().splitlines()[1] == "▌1,234,567,890"

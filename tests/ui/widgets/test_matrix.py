"""The matrix: pinned columns, a window on the others, a cursor on cells, totals that stay."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from textual import on

from portfolio_tui.ui.widgets.cells import Cell
from portfolio_tui.ui.widgets.matrix import Matrix
from portfolio_tui.ui.widgets.matrix_layout import MatrixColumn
from tests.ui.widgets.hosts import Host


@dataclass(frozen=True)
class Line:
    """A row of numbers under a name."""

    name: str
    numbers: tuple[int, ...]


LINES = (Line("Maine", (3, 10, 7, 4)), Line("Texas", (1, 20, 9, 6)), Line("Vermont", (2, 30, 8, 5)))
TOTALS = Line("All", (6, 60, 24, 15))


def number(index: int) -> Callable[[Line], int]:
    return lambda line: line.numbers[index]


def cell(index: int) -> Callable[[Line], Cell]:
    return lambda line: Cell(str(line.numbers[index]))


def columns(*titles: str) -> tuple[MatrixColumn[Line], ...]:
    """Return the name's column and one of six cells for each of `titles`."""
    name = MatrixColumn[Line]("name", "Name", lambda line: Cell(line.name), 8, max_width=12)
    return (
        name,
        *(
            MatrixColumn[Line](
                title.lower(),
                title,
                cell(index),
                6,
                align="right",
                sort_key=number(index),
                largest_first=True,
                searchable=False,
                short_title=title.split()[0],
            )
            for index, title in enumerate(titles)
        ),
    )


class MatrixHost(Host[Matrix[Line]]):
    """Shows a matrix and keeps what was chosen."""

    def __init__(self) -> None:
        super().__init__(Matrix[Line](lambda line: line.name, empty="No lines."))
        self.chosen: list[tuple[str, str]] = []

    @on(Matrix.CellChosen)
    def keep(self, event: Matrix.CellChosen[Line]) -> None:
        self.chosen.append((event.row.name, event.column_key))

    def show(self, *titles: str) -> None:
        self.widget.show_matrix(columns(*(titles or ("First", "Second", "Third", "Fourth"))), LINES, TOTALS)


async def test_titles_and_totals_stay_over_the_rows() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 4)) as pilot:
        app.show()
        await pilot.press("end")
        assert app.widget.visible_text().splitlines() == [
            " Name           First  Second   Third  Fourth",
            " All                6      60      24      15",
            " Texas              1      20       9       6",
            "▌Vermont            2      30       8       5",
        ]


async def test_whole_titles_give_way_to_short_ones_before_a_column_does() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 6)) as pilot:
        app.show("First alliance", "Second one")
        assert app.widget.visible_text().splitlines()[0] == " Name          First alliance  Second one"
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert app.widget.visible_text().splitlines()[0] == " Name           First  Second"


async def test_the_window_follows_the_cursor_and_the_first_column_stays() -> None:
    app = MatrixHost()
    async with app.run_test(size=(28, 6)) as pilot:
        app.show()
        titles = [app.widget.visible_text().splitlines()[0]]
        for _ in range(4):
            await pilot.press("right")
            titles.append(app.widget.visible_text().splitlines()[0])
        await pilot.press("left", "left", "left")
        titles.append(app.widget.visible_text().splitlines()[0])
        assert titles == [
            " Name         First  Second›",
            " Name         First  Second›",
            " Name         First  Second›",
            " Name       ‹Second   Third›",  # noqa: RUF001
            " Name       ‹ Third  Fourth",  # noqa: RUF001
            " Name         First  Second›",
        ]
        assert app.widget.columns_hidden == 2


async def test_the_cursor_stops_at_the_edges_and_choosing_names_row_and_column() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 6)) as pilot:
        app.show()
        await pilot.press("left", "up", "enter", *["right"] * 9, *["down"] * 9, "enter")
        await pilot.pause()
        assert app.chosen == [("Maine", "name"), ("Vermont", "fourth")]


async def test_it_sorts_by_the_column_under_the_cursor_and_back() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 6)) as pilot:
        app.show()
        await pilot.press("right", "right", "s")
        assert [line.name for line in app.widget.rows_shown] == ["Vermont", "Texas", "Maine"]
        assert "▼Second" in app.widget.visible_text()
        await pilot.press("s")
        assert [line.name for line in app.widget.rows_shown] == ["Maine", "Texas", "Vermont"]
        assert "▲Second" in app.widget.visible_text()


async def test_other_columns_keep_cursor_and_order_where_they_have_them() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 6)) as pilot:
        app.show()
        await pilot.press("right", "right", "s", "down")
        app.show("New", "Second", "Third", "Fourth")
        assert (app.widget.column_key, app.widget.sorted_by) == ("second", ("second", True))
        assert app.widget.row_at_cursor == LINES[1]
        app.show("New", "Newer")
        assert (app.widget.column_key, app.widget.sorted_by[0]) == ("newer", None)


async def test_it_is_searched_by_name_and_copied_whole() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 6)):
        app.show()
        assert app.widget.filter("verm") == 1
        assert app.widget.copy_text(app.widget.rows_shown[0]) == "Vermont\t2\t30\t8\t5"
        # Figures are not searched.
        assert app.widget.filter("30") == 0
        assert app.widget.visible_text().splitlines()[1:] == ["", " No row has what you search for."]
        assert app.widget.filter("") == 3


async def test_clicks_go_to_a_cell_choose_it_and_sort_by_a_title() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 6)) as pilot:
        app.show()
        await pilot.click(Matrix, offset=(24, 3))
        assert (app.widget.row_at_cursor, app.widget.column_key) == (LINES[1], "second")
        assert app.chosen == []
        await pilot.click(Matrix, offset=(24, 3))
        assert app.chosen == [("Texas", "second")]
        await pilot.click(Matrix, offset=(24, 0))
        assert app.widget.sorted_by == ("second", True)


async def test_notes_stand_in_place_of_totals_and_rows() -> None:
    app = MatrixHost()
    async with app.run_test(size=(50, 6)):
        app.widget.show_loading()
        assert app.widget.visible_text().split() == ["Loading", "…"]
        app.show()
        app.widget.show_error("It broke.")
        assert app.widget.visible_text().splitlines()[1:] == ["", " It broke."]
        app.widget.show_matrix(columns("First"), (), TOTALS)
        assert app.widget.visible_text().splitlines()[1:] == ["", " No lines."]


@pytest.mark.parametrize("size", [(40, 10), (12, 3), (3, 2), (1, 1)])
async def test_tiny_terminals_break_nothing(size: tuple[int, int]) -> None:
    app = MatrixHost()
    async with app.run_test(size=size) as pilot:
        await pilot.press("right", "s", "enter", "down")
        app.show()
        await pilot.press("right", "right", "right", "right", "end", "s", "enter")
        await pilot.pause()
        assert app.chosen == [("Texas", "fourth")]

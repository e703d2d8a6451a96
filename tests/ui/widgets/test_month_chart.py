"""The month chart: bars on one scale, the ceiling as a line, and months without a report."""

import datetime as dt
from decimal import Decimal

import pytest

from portfolio_tui.ui.widgets.month_chart import MonthAmount, MonthChart
from tests.ui.widgets.hosts import Host


def months(*amounts: int | None, year: int = 2025, first: int = 11) -> list[MonthAmount]:
    return [
        MonthAmount(
            dt.date(year + (first - 1 + index) // 12, (first - 1 + index) % 12 + 1, 28),
            None if amount is None else Decimal(amount),
        )
        for index, amount in enumerate(amounts)
    ]


async def drawn(chart_months: list[MonthAmount], *, ceiling: int | None = None, width: int = 40) -> list[str]:
    app = Host(MonthChart())
    async with app.run_test(size=(width, 8)) as pilot:
        app.widget.styles.height = 5
        app.widget.show(
            chart_months,
            ceiling=None if ceiling is None else Decimal(ceiling),
            cumulative=ceiling is not None,
        )
        await pilot.pause()
        return app.widget.visible_text().splitlines()


async def test_months_stand_on_one_scale_above_their_years() -> None:
    assert await drawn(months(1000, 2000, 4000, 500, None, -300), width=40) == [
        " $4,000           ████",
        "                  ████",
        "             ████ ████",
        "     $0 ████ ████ ████ ▄▄▄▄ ···· ▾▾▾▾",
        "        2025-11   2026",
    ]


async def test_the_running_sum_is_held_against_the_ceiling() -> None:
    lines = await drawn(months(1000, 1000, 1000, 1000), ceiling=2000)
    assert lines == [
        "         $4,000                ████",
        "                          ████ ████",
        " ceiling $2,000 ╌╌╌╌╌████╌████╌████╌",
        "             $0 ████ ████ ████ ████",
        "                2025-11   2026",
    ]


async def test_a_month_without_a_row_stands_as_a_gap() -> None:
    lines = await drawn([*months(4000), *months(4000, year=2026, first=2)])
    assert lines[3] == "     $0 ████ ···· ···· ████"


async def test_the_newest_months_stay_where_not_all_fit() -> None:
    lines = await drawn(months(*([1000] * 30), 4000), width=20)
    assert lines[0].rstrip().endswith("█")
    assert lines[3] == "     $0 " + "█" * 12


async def test_no_months_is_said() -> None:
    assert await drawn([]) == [" No months to show.", "", "", ""]


@pytest.mark.parametrize("size", [(40, 10), (5, 2), (1, 1)])
async def test_tiny_terminals_break_nothing(size: tuple[int, int]) -> None:
    app = Host(MonthChart())
    async with app.run_test(size=size) as pilot:
        app.widget.show(months(1000, -5, None, 4000), ceiling=Decimal(3), cumulative=True)
        await pilot.pause()
        assert max(map(len, app.widget.visible_text().splitlines())) <= size[0]

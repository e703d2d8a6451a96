"""The page of one state: its alliances, what stands out, capture and leakage, its fiscal years."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.measures.portfolio_rows import AllianceMonth
from portfolio_tui.portfolio.reference import jurisdictions_by_code
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.screens.state import spend_by_fiscal_year
from tests.tiny import Cells, write_portfolio
from tests.ui.driving import WIDE, Driver, driving
from tests.ui.portfolio_fixture import AS_OF


async def open_state(driver: Driver, code: str) -> None:
    """Open the page of the state `code`."""
    driver.app.show_state(code)
    await driver.settle()


async def test_it_tells_the_alliances_the_figures_and_what_stands_out(small: Path) -> None:
    async with driving(small) as driver:
        await open_state(driver, "VT")
        lines = driver.lines()
        start = next(index for index, line in enumerate(lines) if line.startswith(" Vermont"))
        assert lines[start : start + 9] == [
            " Vermont  ● buys from 1  ◐ participates in 1  ○ member of 1",
            " Spend    Through alliances  Capture           Leakage  Concentration",
            # Tires alone are addressable; Vermont's addendum was in force on both days.
            " $1.60 m  83 %               100 % of $0.61 m  0 % $0   4,604",
            "",
            " ! Bought without an addendum: NASPO ValuePoint ($0.71 m on 1 contract)",
            " Alliance                     ▼ Spend   Share  Used  Usable  Member    Addendum",
            "▌● NASPO ValuePoint           $1.32 m    83 %     2       2  2013-01   2024-03",
            "   Off contract               $0.14 m     9 %",
            " ● States' own contracts      $0.13 m     8 %     3       0",
        ]
        assert "Fiscal years July to June  FY2024 —  FY2025 $0.18 m  FY2026 $1.38 m" in driver.text()


async def test_a_tall_wide_terminal_shows_more_columns_and_the_months(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await open_state(driver, "VT")
        years = "Fiscal years July to June  FY2023 $40,000  FY2024 —  FY2025 $0.18 m  FY2026 $1.38 m"
        assert years in driver.text()
        assert "Concentration 4,604 largest" in driver.text()
        assert driver.line_with("● NASPO ValuePoint").split()[-5:] == [
            "2024-03",
            "2026-01",
            "buying",
            "$0.71",
            "m",
        ]
        assert "2023-05" in driver.text()
        assert "█" in driver.text()


async def test_an_alliance_not_bought_from_for_a_year_is_named(tmp_path: Path) -> None:
    contracts: list[Cells] = [
        {
            "contract_id": name,
            "alliance_id": name,
            "title": name,
            "starts_on": "2020-01-01",
            "ends_on": "2030-01-01",
        }
        for name in ("idle", "busy")
    ]
    addenda: list[Cells] = [
        {"addendum_id": name, "contract_id": name, "state": "ME", "effective_on": "2020-01-01"}
        for name in ("idle", "busy")
    ]
    folder = write_portfolio(
        tmp_path / "idle",
        as_of=AS_OF,
        alliances=[
            {"alliance_id": name, "name": name.title(), "kind": "national"} for name in ("idle", "busy")
        ],
        contracts=contracts,
        participating_addenda=addenda,
        spend=[
            {"state": "ME", "amount": "90", "spent_on": "2025-06-30", "contract_id": "idle"},
            {"state": "ME", "amount": "10", "spent_on": "2025-07-01", "contract_id": "busy"},
        ],
    )
    async with driving(folder) as driver:
        await open_state(driver, "ME")
        assert "! Participates, not bought for a year: Idle (last 2025-06)" in driver.text()
        assert "without an addendum" not in driver.text()
        await driver.press("escape", "2")
        assert driver.line_with("▌Maine").split() == ["▌Maine", "$100", "●!$90.00", "●", "$10.00"]


async def test_enter_opens_the_states_contracts_and_escape_comes_back_to_the_row(small: Path) -> None:
    async with driving(small) as driver:
        await open_state(driver, "VT")
        await driver.press("down", "down", "enter")
        assert "Vermont › States' own contracts" in driver.text()
        await driver.press("escape")
        assert driver.line_with("▌").startswith("▌● States' own contracts")


async def test_a_state_outside_the_scope_is_shown_and_said_to_be(small: Path) -> None:
    async with driving(small, scope=Scope(states=("NH",), fiscal_year=2026)) as driver:
        await open_state(driver, "VT")
        assert "not in the scope above" in driver.text()
        # The period stays: 430,000 tires, 710,000 wireless, 144,400 off contract, 62,500 snow, 30,000 salt.
        assert "$1.38 m" in driver.text()


async def test_without_alliances_there_is_no_share_of_them(city: Path) -> None:
    async with driving(city) as driver:
        await open_state(driver, "TX")
        assert driver.line_with("$750  ").split() == ["$750", "—", "—", "none", "addressable", "—", "—"]
        assert "Fiscal years September to August  FY2026 $750 so far" in driver.text()


async def test_a_state_with_nothing_says_what_to_press(small: Path) -> None:
    async with driving(small) as driver:
        await open_state(driver, "GU")
        assert "No membership, addendum or spend of this state in this scope: press f" in driver.text()


def months(*days: str) -> list[AllianceMonth]:
    """Return a dollar for each of `days`."""
    return [AllianceMonth("a", "A", dt.date.fromisoformat(day), Decimal(1)) for day in days]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("VT", {2024: Decimal(2), 2025: Decimal(1)}),
        ("NY", {2023: Decimal(1), 2024: None, 2025: Decimal(2)}),
        ("TX", {2024: Decimal(3)}),
        ("DC", {2023: Decimal(1), 2024: Decimal(2)}),
    ],
)
def test_a_fiscal_year_is_the_states_own(state: str, expected: dict[int, Decimal | None]) -> None:
    place = jurisdictions_by_code()[state]
    rows = months("2023-09-01", "2024-06-01", "2024-07-01")
    if state == "NY":
        rows = months("2023-03-01", "2024-04-01", "2025-03-01")
    assert spend_by_fiscal_year(rows, place) == expected


def test_no_months_make_no_fiscal_years() -> None:
    assert spend_by_fiscal_year([], jurisdictions_by_code()["VT"]) == {}

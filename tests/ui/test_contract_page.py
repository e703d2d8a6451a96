"""A contract's page: its use and the arithmetic, its parts, and the rows behind."""

from pathlib import Path

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.screens import lines
from tests.ui.driving import WIDE, Driver, driving


async def open_page(driver: Driver, contract_id: str) -> None:
    """Open a contract's page and wait for its figures."""
    driver.app.show_contract(contract_id)
    await driver.settle()


def page(driver: Driver) -> list[str]:
    """Return the lines of the page below the frame."""
    found = driver.lines()
    return found[next(index for index, line in enumerate(found) if " Overview " in line) + 1 :]


def part(driver: Driver) -> list[str]:
    """Return the lines of the part in sight, header first."""
    found = driver.lines()
    start = next(index for index, line in enumerate(found) if line.startswith(" Months "))
    return [line for line in found[start + 1 : -1] if line]


async def test_the_page_answers_how_far_it_is_used_and_how_that_is_reckoned(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "tires")
        assert driver.lines()[2].endswith("Overview › 19101")
        assert page(driver)[:10] == [
            " Tires, tubes and services  running out",
            " 19101 · Goodyear · NASPO ValuePoint · led by Iowa · Tires",
            " ███████████████████████████████████████████████████████┊████████▊······   91 %",
            " Used      91 % of the ceiling, 78 % of the term gone: burn index 1.18",
            " Left      $1,000,000.00 ceiling − $913,000.00 to date = $87,000.00",  # noqa: RUF001
            " Runs out  2026-06-30 + $87,000.00 ÷ $2,000.00 = 2026-08-12, in 43 days",
            " Daily     $730,000.00 ÷ 365 days (2025-07-01 – 2026-06-30) = $2,000.00",
            " Term      2024-07-01 – 2027-01-26, ends in 210 days; options to 2029-06-30",
            " Terms     warranty 12 months · delivery 30 days · payment 45 days · fee 0.25 %",
            " Off list  14 % over the 47 % of sales with a list price; 10 % agreed",
        ]
        assert " Months 3  States 2  Addenda 1  Amendments 1  Buyers 2" in driver.lines()
        assert "ceiling $1.00 m" in driver.text()


async def test_tab_goes_through_the_parts_and_shift_tab_back(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "tires")
        await driver.press("tab")
        assert [line.split()[:3] for line in part(driver)] == [
            ["State", "To", "date"],
            ["▌Vermont", "$0.61", "m"],
            ["New", "Hampshire", "$0.30"],
        ]
        assert "in force since 2024-08" in part(driver)[1]
        assert "none" in part(driver)[2]
        await driver.press("tab")
        assert "VT-19101" in part(driver)[1]
        await driver.press("right")
        assert part(driver)[1].startswith("▌2026-01-26  option")
        await driver.press("tab")
        assert part(driver)[1].startswith("▌Vermont Transportation")
        assert part(driver)[1].endswith("VT       $0.61 m    67 %")
        await driver.press("tab")
        assert "Running total of all states and buyers" in driver.text()
        await driver.press("left")
        assert "Dover School District" in driver.text()


async def test_m_shows_single_months_from_any_part(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "tires")
        await driver.press("tab", "m")
        assert "Single months, all states and buyers · m running total" in driver.text()
        assert "ceiling $" not in driver.text()
        await driver.press("m")
        assert "Running total" in driver.text()


async def test_enter_on_a_state_opens_it_and_escape_comes_back(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "tires")
        await driver.press("tab", "down", "enter")
        assert "Overview › 19101 › New Hampshire" in driver.text()
        await driver.press("escape")
        assert "▌New Hampshire" in driver.text()


async def test_the_rows_behind_are_shown_as_they_are_and_do_no_harm(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await open_page(driver, "tires")
        await driver.press("l")
        assert "Overview › 19101 › Lines" in driver.text()
        assert "3 spend lines, newest first" in driver.text()
        assert driver.line_with("2026-05-05").split()[:7] == [
            "▌2026-05-05",
            "│",
            "NH",
            "Dover",
            "School",
            "District",
            "—",
        ]
        assert "300,000.00  Tires [red]x[/]␛[2J␊second line" in driver.line_with("2026-05-05")
        await driver.press("right", "right", "right", "right", "s")
        assert "183,000.00" in driver.line_with("▌")
        await driver.press("enter")
        assert "│ 183,000.00 " in driver.line_with("│ 183,000.00")
        await driver.press("escape", "s", "Y")
        assert driver.app.clipboard.splitlines()[1].split("\t")[:5] == [
            "2025-09-10",
            "VT",
            "Vermont Transportation",
            "",
            "430000.00",
        ]
        await driver.press("slash", "d", "o", "v", "e", "r", "enter")
        assert "“dover” 1 of 1 row" in driver.text()
        await driver.press("escape")
        assert "Overview › 19101 › Lines" in driver.text()
        await driver.press("escape")
        assert "Left      $1,000,000.00" in driver.text()


async def test_rows_beyond_the_limit_are_announced(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "ROW_LIMIT", 2)
    async with driving(small) as driver:
        await open_page(driver, "tires")
        await driver.press("l")
        assert "The first 2 spend lines, newest first; there are more: e exports all." in driver.text()
        assert "2024-10-15" not in driver.text()


async def test_a_contract_on_positions_shows_those_behind(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "salt")
        assert " Rests on  the position published on 2026-06-30, not on lines" in driver.lines()
        await driver.press("l")
        assert "2 positions, newest first" in driver.text()
        assert driver.line_with("2025-12-31").split()[:4] == ["2025-12-31", "│", "VT", "100,000.00"]


async def test_a_contract_without_rows_in_scope_says_so(small: Path) -> None:
    async with driving(small, scope=Scope(fiscal_year=2020)) as driver:
        await open_page(driver, "tires")
        assert " In scope  $0.00 of the $913,000.00 to date" in driver.lines()
        await driver.press("l")
        assert "No spend lines of this contract in this scope and period." in driver.text()


async def test_a_contract_outside_the_scopes_states_is_shown_all_the_same(small: Path) -> None:
    async with driving(small, scope=Scope(states=("ME",), alliances=("12aspo",))) as driver:
        await open_page(driver, "tires")
        assert " In scope  $0.00 of the $913,000.00 to date" in driver.lines()
        assert "Left      $1,000,000.00" in driver.text()


async def test_a_contract_that_is_not_there(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "gone[bold]")
        assert "There is no contract gone[bold] in this portfolio." in driver.text()
        await driver.press("tab", "m", "l")
        assert "States" not in driver.text()
        await driver.press("escape")
        assert "Needs attention" in driver.text()


async def test_hostile_names_without_dates_and_a_ceiling_of_zero(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "hostile")
        assert page(driver)[:3] == [
            " Copiers␊and [bold]more[/]  over ceiling",
            " hostile · [red]ACME[/] ␛]0;pwned␇ · 12ASPO (synthetic)",
            " ceiling of zero",
        ]
        assert " Term      — – —; options not known" in driver.lines()
        assert "\x1b" not in driver.text()


async def test_another_scope_is_followed_on_the_page_and_on_the_rows(small: Path) -> None:
    async with driving(small) as driver:
        await open_page(driver, "tires")
        await driver.press("l")
        driver.app.scope = Scope(states=("NH",))
        await driver.settle()
        assert "1 spend line, newest first" in driver.text()
        await driver.press("escape")
        assert " In scope  $300,000.00 of the $913,000.00 to date" in driver.lines()

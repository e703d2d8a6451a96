"""The Overview: key figures, alliances, and what needs attention first."""

from pathlib import Path

from portfolio_tui.query.scope import Scope
from tests.ui.driving import WIDE, driving


async def test_figures_alliances_and_attention_stand_on_one_small_screen(small: Path) -> None:
    async with driving(small) as driver:
        values = driver.line_with("$5.00 m").split()
        assert values == ["$5.00", "m", "94", "%", "6", "of", "8", "4"]
        assert "$30,000 of the spend rests on published positions, not on lines." in driver.text()
        assert [line.split("  ")[0][1:] for line in driver.lines()[8:12]] == [
            "NASPO ValuePoint",
            "Off contract",
            "States' own contracts",
            "12ASPO (synthetic)",
        ]
        naspo = driver.line_with("NASPO ValuePoint")
        assert naspo.endswith("$4.72 m    94 %  ··▃█··▄···▂·")
        start = next(index for index, line in enumerate(driver.lines()) if "Needs attention" in line)
        assert driver.lines()[start : start + 5] == [
            " Needs attention      Used              Why",
            "▌Snow removal         ██████┊█▶  125 %  over by $12,500, term ends in 184 days",
            " Copiers␊and [bold]…  ceiling of zero   over by $100, no end of term known",
            " Tires, tubes and s…  ██████┊█▏   91 %  runs out in 43 days, term ends in 210",
            " Wireless             no ceiling        ends in 61 days, options to 2028-08",
        ]


async def test_enter_opens_what_is_under_the_cursor_and_escape_comes_back_to_it(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("down", "down", "enter")
        assert "Overview › 19101" in driver.text()
        await driver.press("escape")
        assert driver.line_with("▌Tires").endswith("runs out in 43 days, term ends in 210")
        await driver.press("shift+tab", "enter")
        assert "Overview › NASPO ValuePoint" in driver.text()


async def test_a_period_is_held_against_the_same_days_a_year_before(small: Path) -> None:
    async with driving(small, scope=Scope(fiscal_year=2026)) as driver:
        # 3,177,000 in fiscal year 2026, 1,783,000 the year before.
        assert driver.line_with("$3.18 m").startswith(" $3.18 m ▲ 78 %")


async def test_the_months_drawn_end_with_the_scopes_period(small: Path) -> None:
    async with driving(small, scope=Scope(fiscal_year=2025)) as driver:
        assert "Months to 2025-09" in driver.text()


async def test_an_empty_scope_says_so_and_what_to_do(small: Path) -> None:
    async with driving(small, scope=Scope(states=("HI",))) as driver:
        assert "No spend in this scope and period: press f to choose another." in driver.text()
        assert "Nothing needs attention in this scope." in driver.text()
        assert driver.line_with("$0").split() == ["$0", "—", "no", "alliance", "here", "0", "—"]


async def test_a_city_without_alliances_or_lines_gets_no_made_up_percentages(city: Path) -> None:
    async with driving(city) as driver:
        assert driver.line_with("$750").split() == [
            "$750",
            "—",
            "no",
            "alliance",
            "here",
            "2",
            "of",
            "2",
            "0",
        ]
        assert "All figures here rest on published positions, none on lines." in driver.text()
        assert "Nothing needs attention in this scope." in driver.text()


async def test_a_wide_terminal_shows_more_on_one_line(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        figures = driver.line_with("Spend $5.00 m")
        for figure in ("Through alliances 94 %", "In force 6 of 8", "Need attention 4"):
            assert figure in figures
        assert driver.line_with("Alliance ").split()[-5:] == ["In", "force", "Buying", "states", "Uptake"]
        assert "Motorola" not in driver.text()
        assert "19101" in driver.line_with("runs out in 43 days")


async def test_small_terminals_keep_what_presses(small: Path) -> None:
    async with driving(small, (60, 20)) as driver:
        assert driver.line_with("Tires").endswith("runs out in 43 days, term ends in 210")
        await driver.pilot.resize_terminal(40, 10)
        await driver.settle()
        assert "▌Snow removal" in driver.text()
        assert "NASPO ValuePoint" in driver.text()

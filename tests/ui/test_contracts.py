"""The Contracts area: every contract, the most pressing first, with views, search and a tally."""

from pathlib import Path

from portfolio_tui.query.scope import Scope
from tests.ui.driving import Driver, driving


def titles(driver: Driver) -> list[str]:
    """Return the contract numbers of the rows in sight."""
    lines = driver.lines()
    start = next(index for index, line in enumerate(lines) if "Used against term" in line)
    end = next(index for index, line in enumerate(lines) if " to date" in line)
    return [line[1:10].strip() for line in lines[start + 1 : end] if line[1:].strip()]


async def test_the_most_pressing_come_first_each_with_bar_status_and_when_it_runs_out(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3")
        start = next(index for index, line in enumerate(driver.lines()) if "All 8" in line)
        assert driver.lines()[start : start + 10] == [
            " All 8  Need attention 4  In force 6  Ended 1  To come 1",
            " Contract    Title                 Status ▲      Used against term     Runs out",
            "▌VT-7        Snow removal          over ceiling  ███████┊█▶  125 %         over",
            " hostile     Copiers␊and [bold]m…  over ceiling  ceiling of zero           over",
            " 19101       Tires, tubes and se…  running out   ███████┊█▏   91 %   in 43 days",
            " MA176       Wireless              expiring      no ceiling                   —",
            " 00318       Public safety radios  under-used    ██▍·┊·····   24 %   after term",
            " VT-9        Road salt             on track      ███┊······   30 %   after term",
            " 24155       Lighting              not started   no ceiling                   —",
            " VT-1        Paper                 expired       no ceiling                   —",
        ]
        # 4,055,600 of ceilings of 14,050,000 that are above zero.
        assert " 8 contracts · $4.86 m to date · 29 % of 4 ceilings used" in driver.lines()


async def test_views_and_search_narrow_the_list_and_its_tally(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "right")
        assert titles(driver) == ["VT-7", "hostile", "19101", "MA176"]
        assert "4 contracts · $1.69 m to date" in driver.text()
        await driver.press("left", "left")
        assert titles(driver) == ["24155"]
        assert "1 contract · $0 to date" in driver.text()
        await driver.press("right", "slash", *"naspo", "enter")
        assert titles(driver) == ["19101", "MA176", "00318", "24155"]
        assert "4 contracts · $4.72 m to date" in driver.text()
        await driver.press("escape")
        assert len(titles(driver)) == 8
        assert "8 contracts" in driver.text()


async def test_any_column_in_sight_sorts(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "s")
        assert titles(driver)[:3] == ["VT-7", "19101", "VT-9"]
        await driver.press("S")
        assert titles(driver)[:3] == ["00318", "VT-9", "19101"]


async def test_enter_opens_the_contract_and_escape_comes_back_to_its_row(small: Path) -> None:
    async with driving(small) as driver:
        await driver.press("3", "down", "down", "enter")
        assert "Contracts › 19101" in driver.text()
        await driver.press("escape")
        assert "▌19101" in driver.text()


async def test_the_tally_tells_the_scopes_part_where_it_has_one(small: Path) -> None:
    async with driving(small, scope=Scope(states=("VT",))) as driver:
        await driver.press("3")
        # Of Vermont: tires 613,000, wireless 710,000, snow 62,500, paper 40,000, salt 30,000.
        assert "$1.46 m in scope" in driver.line_with(" to date ·")


async def test_nothing_to_show_says_what_to_do(small: Path) -> None:
    async with driving(small, scope=Scope(states=("HI",))) as driver:
        await driver.press("3")
        assert "No contract to show here: ← → for another view, f for another scope." in driver.text()
        assert "0 contracts · $0 to date" in driver.text()


async def test_a_portfolio_without_dates_and_most_ceilings_shows_dashes(city: Path) -> None:
    async with driving(city) as driver:
        await driver.press("3")
        assert driver.line_with("Janitors").endswith("██▌·······   25 %            —")
        assert driver.line_with("Painters").endswith("no ceiling    no ceiling                   —")
        assert "2 contracts · $750 to date · 25 % of 1 ceiling used" in driver.text()

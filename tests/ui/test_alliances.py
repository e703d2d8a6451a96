"""The Alliances area: the matrix of states and alliances, and the map of the country."""

from pathlib import Path

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.widgets.tile_map import TileMap
from tests.tiny import write_portfolio
from tests.ui.driving import WIDE, Driver, driving
from tests.ui.portfolio_fixture import AS_OF

pytestmark = pytest.mark.thorough


def matrix(driver: Driver, rows: int) -> list[str]:
    """Return titles, totals and the first `rows` rows of the matrix."""
    lines = driver.lines()
    start = next(index for index, line in enumerate(lines) if line.startswith(" State"))
    without_scrollbar = [line[: driver.app.size.width - 1].rstrip() for line in lines]
    return without_scrollbar[start : start + rows + 2]


async def press(driver: Driver, *keys: str) -> None:
    """Press `keys`; wait for the figures after each that may load some, and at the end."""
    for key in keys:
        await driver.pilot.press(key)
        if key in {"2", "enter", "escape"}:
            await driver.settle()
    await driver.settle()


async def test_each_state_shows_its_spend_and_level_in_each_alliance(small: Path) -> None:
    async with driving(small) as driver:
        await press(driver, "2")
        assert "Spend  ● buying  ◐ participating  ○ member  ! not bought for a year" in driver.text()
        assert matrix(driver, 4) == [
            " State                     All spend      NASPO  12ASPO        Own  No contr.",
            " All states                  $5.00 m    $4.72 m    $100    $0.13 m    $0.14 m",
            "▌Maine                          $100  ○          ● $100  ·          ·",
            " New Hampshire               $3.40 m  ● $3.40 m  ·       ·          ·",
            " Vermont                     $1.60 m  ● $1.32 m  ·       ● $0.13 m    $0.14 m",
            " Alabama                              ·          ·       ·          ·",
        ]
        assert "Maine · $100, 100 % through alliances  ● buys from 1" in driver.text()


async def test_the_cells_show_shares_and_contracts_in_turn(small: Path) -> None:
    async with driving(small) as driver:
        await press(driver, "2", "v")
        assert "Share of spend" in driver.text()
        assert matrix(driver, 3)[1:] == [
            " All states                  $5.00 m     94 %     <1 %    3 %        3 %",
            "▌Maine                          $100  ○        ● 100 %  ·      ·",
            " New Hampshire               $3.40 m  ● 100 %  ·        ·      ·",
            " Vermont                     $1.60 m  ●  83 %  ·        ● 8 %        9 %",
        ]
        await press(driver, "v")
        assert "Contracts used" in driver.text()
        # Vermont bought on tires and wireless, and on three contracts of its own.
        assert matrix(driver, 3)[1:] == [
            " All states                        7      3       1    3",
            "▌Maine                             1  ○      ●    1  ·    ·",
            " New Hampshire                     2  ●   2  ·       ·    ·",
            " Vermont                           5  ●   2  ·       ● 3",
        ]
        await press(driver, "v")
        assert "Spend  ●" in driver.text()


async def test_the_cell_under_the_cursor_is_told_in_words_and_opens_that_use(small: Path) -> None:
    async with driving(small) as driver:
        await press(driver, "2", "down", "down", "right", "right")
        told = driver.text().replace("\n ", " ")
        assert (
            "Vermont · NASPO ValuePoint ● buying · $1.32 m, 83 % of $1.60 m · ! $0.71 m on 1 contract without"
            " an addendum · 2 contracts used, 2 usable now · member since 2013-01-01 · participates since"
            " 2024-03-01 · last bought 2026-01" in told
        )
        await press(driver, "right")
        assert "Vermont takes no part in this alliance." in driver.text()
        await press(driver, "left", "enter")
        assert "Alliances › NASPO ValuePoint in Vermont" in driver.text()
        await press(driver, "escape")
        assert driver.line_with("▌").startswith("▌Vermont")


async def test_a_search_finds_a_state_by_name_or_code_and_enter_opens_it(small: Path) -> None:
    async with driving(small) as driver:
        await press(driver, "2", "slash", *"verm")
        assert [line[1:8] for line in matrix(driver, 2)[2:]] == ["Vermont", ""]
        await press(driver, "enter")
        assert "Alliances › Vermont" in driver.text()
        await press(driver, "escape")
        assert [line[1:8] for line in matrix(driver, 2)[2:]] == ["Vermont", ""]
        await press(driver, "escape")
        # Vermont stays where it was on screen, the other states are back around it.
        assert [line[1:8] for line in matrix(driver, 2)[2:]] == ["Vermont", "Alabama"]
        await press(driver, "slash", *"nh", "enter")
        assert "Alliances › New Hampshire" in driver.text()


async def test_it_sorts_by_the_column_under_the_cursor(small: Path) -> None:
    async with driving(small) as driver:
        await press(driver, "2", "right", "s")
        assert "▼All spend" in driver.text()
        assert [line[1:14].strip() for line in matrix(driver, 3)[2:]] == ["New Hampshire", "Vermont", "Maine"]
        await press(driver, "s")
        assert [line[1:14].strip() for line in matrix(driver, 3)[2:]] == ["Maine", "Vermont", "New Hampshire"]


async def test_states_with_nothing_can_be_hidden(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await press(driver, "2")
        assert "Alabama" in driver.text()
        await press(driver, "z")
        assert "Alabama" not in driver.text()
        assert "Vermont" in driver.text()


async def test_the_map_shows_one_alliance_or_all_and_opens_a_state(small: Path) -> None:
    async with driving(small) as driver:
        await press(driver, "2", "down", "down", "m")
        assert "Share of the state's spend through all alliances together" in driver.text()
        assert "ME●███" in driver.text()
        assert "VT●▓▓▓" in driver.text()
        assert "● NASPO ValuePoint               $1.32 m  83 %" in driver.text()
        await press(driver, "right_square_bracket", "right_square_bracket")
        assert "through 12ASPO (synthetic)" in driver.text()
        assert "VT·" in driver.text()
        await press(driver, "left_square_bracket")
        assert "through NASPO ValuePoint" in driver.text()
        assert "ME○" in driver.text()
        await press(driver, "right")
        assert "New Hampshire · $3.40 m" in driver.text()
        await press(driver, "enter")
        assert "Alliances › New Hampshire" in driver.text()
        await press(driver, "escape", "m")
        assert driver.line_with("▌").startswith("▌New Hampshire")


async def test_wide_terminals_put_the_state_beside_the_map(small: Path) -> None:
    async with driving(small, WIDE) as driver:
        await press(driver, "2", "m")
        assert "Maine · $100" in driver.line_with("AK ·")


async def test_a_state_with_nothing_is_told_so_on_the_map(small: Path) -> None:
    async with driving(small) as driver:
        await press(driver, "2", "m")
        driver.app.screen.query_one(TileMap).move_to("GU")
        await driver.settle()
        assert "Guam takes part in nothing in this scope." in driver.text()


async def test_a_scope_narrows_rows_and_figures(small: Path) -> None:
    async with driving(small, scope=Scope(states=("VT", "RI"), fiscal_year=2026)) as driver:
        await press(driver, "2")
        assert matrix(driver, 3)[1:] == [
            " All states                  $1.38 m    $1.14 m    $92,500    $0.14 m",
            "▌Vermont                     $1.38 m  ● $1.14 m  ● $92,500    $0.14 m",
            " Rhode Island                         ·          ·          ·",
            "",
        ]


async def test_a_scope_that_leaves_nothing_says_so_and_what_to_press(small: Path) -> None:
    async with driving(small, scope=Scope(states=("TX",))) as driver:
        await press(driver, "2")
        assert "No membership, no addendum and no spend in this scope: press f" in driver.text()
        driver.app.show_state("TX")
        await driver.settle()
        assert "No membership, addendum or spend of this state in this scope" in driver.text()


async def test_a_city_alone_has_one_row_and_no_share_through_alliances(city: Path) -> None:
    async with driving(city) as driver:
        await press(driver, "2", "z")
        assert matrix(driver, 2) == [
            " State                     All spend  City of Austin",
            " All states                     $750            $750",
            "▌Texas                          $750  ●         $750",
            "",
        ]
        assert "through alliances" not in driver.text()


async def test_unknown_states_and_hostile_names_are_shown_as_they_are(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "odd",
        as_of=AS_OF,
        alliances=[{"alliance_id": "a", "name": "[red]Alpha[/] \x1b]0;pwned\x07", "kind": "national"}],
        contracts=[{"contract_id": "c", "alliance_id": "a", "title": "T"}],
        spend=[
            {"state": "XX", "amount": "50", "spent_on": "2026-01-01", "contract_id": "c"},
            {"state": "VT", "amount": "-20", "spent_on": "2026-01-01", "contract_id": "c"},
        ],
    )
    async with driving(folder) as driver:
        await press(driver, "2")
        titles, _, vermont, unknown = matrix(driver, 2)
        assert titles.split(maxsplit=3)[3] == "[red]Alpha[/] ␛]0;pwn…"
        assert vermont.split() == ["▌Vermont", "−$20.00", "·", "−$20.00"]  # noqa: RUF001
        assert unknown.split() == ["XX", "$50.00", "●", "$50.00"]
        await press(driver, "down", "enter")
        assert "XX is none of the 56 jurisdictions: only its rows can be shown" in driver.text()
        await press(driver, "enter")
        assert "XX is none of the 56 jurisdictions: what it buys cannot be listed" in driver.text()

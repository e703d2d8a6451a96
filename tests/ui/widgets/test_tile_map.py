"""The tile map: every jurisdiction on it, reachable, and told apart without color."""

from decimal import Decimal

import pytest
from textual import on

from portfolio_tui.portfolio.reference import jurisdictions
from portfolio_tui.ui.widgets.tile_layout import POSITIONS, Direction, next_tile
from portfolio_tui.ui.widgets.tile_lines import shade_bounds, shade_number
from portfolio_tui.ui.widgets.tile_map import Tile, TileMap
from tests.ui.widgets.hosts import Host

DIRECTIONS: tuple[Direction, ...] = ("up", "down", "left", "right")


class MapHost(Host[TileMap]):
    """Holds a map and notes what it told."""

    def __init__(self) -> None:
        super().__init__(TileMap())
        self.highlighted: list[str] = []
        self.chosen: list[str] = []

    @on(TileMap.Highlighted)
    def note_highlighted(self, event: TileMap.Highlighted) -> None:
        self.highlighted.append(event.code)

    @on(TileMap.Chosen)
    def note_chosen(self, event: TileMap.Chosen) -> None:
        self.chosen.append(event.code)


def test_all_jurisdictions_have_a_tile_of_their_own() -> None:
    assert sorted(POSITIONS) == sorted(jurisdiction.code for jurisdiction in jurisdictions())
    assert len(set(POSITIONS.values())) == 56


@pytest.mark.parametrize("start", sorted(POSITIONS))
def test_every_tile_is_reachable_by_arrows_from_every_other(start: str) -> None:
    reached, fresh = {start}, [start]
    while fresh:
        code = fresh.pop()
        onward = {next_tile(code, direction) for direction in DIRECTIONS} - reached
        reached |= onward
        fresh.extend(onward)
    assert reached == set(POSITIONS)


@pytest.mark.parametrize(
    ("code", "neighbours"),
    [
        ("KS", ("NE", "OK", "NM", "AR")),
        ("ME", ("ME", "NH", "VT", "ME")),
        ("AK", ("AK", "WA", "AK", "MT")),
        ("HI", ("NM", "HI", "AS", "TX")),
        ("VI", ("RI", "VI", "PR", "VI")),
    ],
)
def test_arrows_go_to_the_nearest_tile(code: str, neighbours: tuple[str, ...]) -> None:
    assert tuple(next_tile(code, direction) for direction in DIRECTIONS) == neighbours


async def test_the_map_shows_codes_levels_and_shades_in_80_by_24() -> None:
    app = MapHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(
            [
                Tile("AK", "member"),
                Tile("ME", "participating", Decimal(10)),
                Tile("WI", "buying", Decimal(20_000_000)),
                Tile("VT", "buying", Decimal(-5)),
            ]
        )
        await pilot.pause()
        lines = app.widget.visible_text().splitlines()
        assert lines[:4] == [
            "  AK ○                                                                  ME ◐",
            " " + " " * 70 + "▓▓▓▓▓▓",
            " " + " " * 36 + "WI ●" + " " * 24 + "VT ●   NH ·",
            " " + " " * 35 + "██████" + " " * 22 + "------",
        ]
        assert lines[-2:] == [
            " ● buying   ◐ participating   ○ member   · none",
            " ▓▓ from $10.00   ██ from $20.0 m",
        ]
        assert all(code in app.widget.visible_text() for code in POSITIONS)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 14), (46, 12), (36, 10)])
async def test_every_code_is_in_sight_in_any_usual_terminal(size: tuple[int, int]) -> None:
    app = MapHost()
    async with app.run_test(size=size) as pilot:
        app.widget.show([Tile(code, "buying", Decimal(1)) for code in POSITIONS])
        await pilot.pause()
        text = app.widget.visible_text()
        assert [code for code in POSITIONS if code not in text] == []


@pytest.mark.parametrize("size", [(20, 5), (1, 1)])
async def test_tiny_terminals_break_nothing(size: tuple[int, int]) -> None:
    app = MapHost()
    async with app.run_test(size=size) as pilot:
        await pilot.press("left", "up", "enter")
        assert app.chosen == [app.widget.code]


async def test_keys_and_clicks_move_and_choose() -> None:
    app = MapHost()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "down", "enter", "l", "h")
        await pilot.pause()
        assert (app.highlighted, app.chosen) == (["NH", "RI", "CT"], ["RI"])
        await pilot.click(TileMap, offset=(2, 0))
        await pilot.pause()
        assert (app.highlighted[-1], app.chosen) == ("AK", ["RI"])
        await pilot.click(TileMap, offset=(3, 1))
        await pilot.click(TileMap, offset=(30, 0))
        await pilot.pause()
        assert app.chosen == ["RI", "AK"]
        assert app.widget.move_to("GU")
        assert not app.widget.move_to("XX")
        assert app.widget.code == "GU"


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([None, 0, -3], ()),
        ([7], (7,)),
        ([7, 7, 7, 7], (7,)),
        ([1, 2, 3, 4], (1, 2, 3, 4)),
        ([8, 1, 2, 3, 4, 5, 6, 7], (1, 3, 5, 7)),
    ],
)
def test_shades_begin_at_the_quarters_of_what_is_above_zero(
    values: list[int | None], bounds: tuple[int, ...]
) -> None:
    amounts = [None if value is None else Decimal(value) for value in values]
    assert shade_bounds(amounts) == tuple(map(Decimal, bounds))


def test_shades_grow_with_the_value() -> None:
    bounds = tuple(map(Decimal, (1, 3, 5, 7)))
    amounts = (None, Decimal(0), Decimal(-1), Decimal(1), Decimal(2), Decimal(3), Decimal(6), Decimal(900))
    assert [shade_number(amount, bounds) for amount in amounts] == [0, 0, -1, 1, 1, 2, 3, 4]
    assert shade_number(Decimal(7), (Decimal(7),)) == 4

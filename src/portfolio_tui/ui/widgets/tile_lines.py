"""How the tiles of the map read: their shades, their marks, and the legend."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from portfolio_tui.ui.plain_text import fit
from portfolio_tui.ui.theme import Ink, Run, Runs

Level = Literal["none", "member", "participating", "buying"]

LEVEL_MARKS: dict[Level, str] = {"buying": "●", "participating": "◐", "member": "○", "none": "·"}
_LEVEL_INKS: dict[Level, Ink] = {
    "buying": "strong",
    "participating": "plain",
    "member": "muted",
    "none": "faint",
}
_SHADES = "░▒▓█"
_BELOW_ZERO = "-"
_FILLINGS = (" ", *_SHADES, _BELOW_ZERO)
_WIDTHS = (7, 6, 5, 4, 3)
_GAPLESS = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A jurisdiction on the map: its two-letter code, how far it takes part, and the value that shades it."""

    code: str
    level: Level = "none"
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TileSize:
    """The cells and lines that each tile takes."""

    width: int
    lines: int


def tile_size(width: int, height: int, columns: int, rows: int) -> TileSize:
    """Return the largest tiles of which `columns` by `rows` fit into `width` by `height` cells."""
    tile_width = next((size for size in _WIDTHS if size * columns <= width), _WIDTHS[-1])
    return TileSize(tile_width, 2 if height >= 2 * rows and tile_width > _GAPLESS else 1)


def shade_bounds(values: Iterable[Decimal | None]) -> tuple[Decimal, ...]:
    """Return from which values on the shades ░ ▒ ▓ █ begin: the quarters of the values above zero, in order.

    Fewer bounds than shades where the values are few or alike; the darkest shades are used first.
    """
    positive = sorted(value for value in values if value is not None and value > 0)
    starts = {positive[len(positive) * quarter // 4] for quarter in range(4)} if positive else set()
    return tuple(sorted(starts))


def shade_number(value: Decimal | None, bounds: tuple[Decimal, ...]) -> int:
    """Return which shade stands for `value`: 1 to 4, the darkest; 0 for nothing, -1 below zero."""
    if value is None or value <= 0 or not bounds:
        return -1 if value is not None and value < 0 else 0
    return len(_SHADES) - len(bounds) + max(1, bisect_right(bounds, value))


def tile_line(tile: Tile, line: int, size: TileSize, bounds: tuple[Decimal, ...]) -> Runs:
    """Return one line of a tile, in exactly the tile's width without the gap to the next one."""
    width = size.width if size.width <= _GAPLESS else size.width - 1
    ink: Ink = "muted" if tile.level == "none" and tile.value else _LEVEL_INKS[tile.level]
    mark = LEVEL_MARKS[tile.level]
    filling = _FILLINGS[shade_number(tile.value, bounds)]
    shade_ink: Ink = "over" if filling == _BELOW_ZERO else "bar"
    if size.lines == 1:
        if width == 3:
            return (Run(tile.code, ink), Run(mark if filling == " " else filling, shade_ink))
        return (Run(tile.code + mark, ink), Run(filling * (width - 3), shade_ink))
    if line == 0:
        return (Run(fit(f" {tile.code} {mark}", width), ink),)
    return (Run(filling * width, shade_ink),)


def legend_lines(
    bounds: tuple[Decimal, ...], value_text: Callable[[Decimal | None], str]
) -> tuple[Runs, Runs]:
    """Return the two lines that say what marks and shades mean."""
    marks = [Run(f"{LEVEL_MARKS[level]} {level}   ", "muted") for level in _LEVEL_INKS]
    shades: list[Run] = []
    for start, character in zip(bounds, _SHADES[-len(bounds) :] if bounds else "", strict=True):
        shades += [Run(character * 2, "bar"), Run(f" from {value_text(start)}   ", "muted")]
    return tuple(marks), tuple(shades)

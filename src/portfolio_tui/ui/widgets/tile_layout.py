"""Where each jurisdiction's tile lies in the tile grid of the country, and which is next in a direction."""

from functools import cache
from typing import Literal

Direction = Literal["up", "down", "left", "right"]

# The usual tile grid of the country; the Pacific's territories lie by Hawaii, the Caribbean's by Florida.
_GRID = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. WI .. .. .. VT NH
WA ID MT ND MN IL MI .. NY MA ..
OR NV WY SD IA IN OH PA NJ CT RI
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
MP .. .. OK LA MS AL GA .. .. ..
GU AS HI TX .. .. .. .. FL PR VI
"""
POSITIONS: dict[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(_GRID.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}
"""The column and row of each tile, under its two-letter code."""

GRID_COLUMNS = 1 + max(column for column, _ in POSITIONS.values())
GRID_ROWS = 1 + max(row for _, row in POSITIONS.values())

_STEPS: dict[Direction, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


@cache
def next_tile(code: str, direction: Direction) -> str:
    """Return the nearest tile in `direction`, the one most straight ahead; `code` itself at the edge."""
    column, row = POSITIONS[code]
    step_column, step_row = _STEPS[direction]
    ranked = []
    for other, (other_column, other_row) in POSITIONS.items():
        across, down = other_column - column, other_row - row
        ahead = across * step_column + down * step_row
        aside = abs(across * step_row + down * step_column)
        if ahead > 0:
            # What lies more to the side than ahead comes only where there is nothing else.
            ranked.append((aside > ahead, ahead + 2 * aside, other))
    return min(ranked)[2] if ranked else code

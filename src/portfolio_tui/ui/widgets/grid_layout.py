"""Which columns of a grid are in sight, and where: the pinned ones stay, the others scroll behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio_tui.ui.widgets.column_layout import GAP, GUTTER

PINNED_GAP = 3
"""The cells between the pinned columns and the others."""

_MOST_PINNED_PERCENT = 60
"""Of the room; further pinned columns scroll, so that there always is a place for the others."""


@dataclass(frozen=True)
class PlacedCells:
    """A column's index, the cell at which it starts, and the cells that there is room for."""

    index: int
    start: int
    width: int


@dataclass(frozen=True)
class GridLayout:
    """The columns in sight, how many of them are pinned, and whether more lie to the left and right."""

    placed: tuple[PlacedCells, ...]
    pinned: int
    more_left: bool
    more_right: bool

    def at(self, x: int) -> int | None:
        """Return the index of the column drawn at cell `x`, None where there is none."""
        return next((cells.index for cells in self.placed if 0 <= x - cells.start < cells.width), None)


def grid_layout(widths: Sequence[int], pinned: int, first: int, room: int) -> GridLayout:
    """Lay out columns `widths` wide in `room` cells: those pinned, then the others from `first` on.

    The last in sight may be cut off at the edge.
    """
    pinned = _pinned_with_room(widths, pinned, room)
    first = max(pinned, min(first, len(widths) - 1))
    placed: list[PlacedCells] = []
    start, edge = GUTTER, room
    for index in (*range(pinned), *range(first, len(widths))):
        if start >= edge:
            break
        placed.append(PlacedCells(index, start, min(widths[index], edge - start)))
        start += widths[index] + (PINNED_GAP if index == pinned - 1 else GAP)
    last = placed[-1] if placed else None
    cut = last is not None and (last.index < len(widths) - 1 or last.width < widths[last.index])
    return GridLayout(tuple(placed), pinned, first > pinned, cut)


def first_in_sight(widths: Sequence[int], pinned: int, first: int, room: int, wanted: int) -> int:
    """Return from which scrolling column on to draw so that all of `wanted` is in sight, moving least."""
    pinned = _pinned_with_room(widths, pinned, room)
    first = max(pinned, first)
    if wanted < pinned:
        return first
    if wanted <= first:
        return wanted
    taken = GUTTER + sum(width + GAP for width in widths[:pinned]) + (PINNED_GAP - GAP if pinned else 0)
    while first < wanted and taken + _width_of(widths[first : wanted + 1]) > room:
        first += 1
    return first


def _pinned_with_room(widths: Sequence[int], pinned: int, room: int) -> int:
    """Return how many of the `pinned` columns leave enough room for others."""
    taken = GUTTER
    for index, width in enumerate(widths[:pinned]):
        taken += width + GAP
        if taken * 100 > room * _MOST_PINNED_PERCENT:
            return index
    return min(pinned, len(widths))


def _width_of(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)

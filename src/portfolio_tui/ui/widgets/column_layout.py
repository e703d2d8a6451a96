"""Which columns find room in a ledger, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.widgets.cells import Column, RowT

GUTTER = 1
GAP = 2


@dataclass(frozen=True)
class PlacedColumn(Generic[RowT]):
    """A column with the cell at which it starts and the cells it takes."""

    column: Column[RowT]
    start: int
    width: int


def placed_columns(
    columns: Sequence[Column[RowT]], width: int, kept_key: str | None = None
) -> tuple[PlacedColumn[RowT], ...]:
    """Return the columns that fit into `width` cells, in order; the lowest priority is left out first.

    Of equal priority the last goes first. One column always stays, narrower than it asks for if it must be;
    the column `kept_key`, where there is one, gives way last of all.
    """
    kept = list(columns)
    while len(kept) > 1 and _width_needed(kept) > width:
        giving_way = [column for column in kept if column.key != kept_key]
        lowest = min(column.priority for column in giving_way)
        kept.remove(next(column for column in reversed(giving_way) if column.priority == lowest))
    widths = _shared_out(kept, width - _width_needed(kept))
    placed = []
    start = GUTTER
    for column, column_width in zip(kept, widths, strict=True):
        placed.append(PlacedColumn(column, start, max(0, min(column_width, width - start))))
        start += column_width + GAP
    return tuple(placed)


def _least_width(column: Column[RowT]) -> int:
    return max(column.width, cell_width(column.title))


def _width_needed(columns: Sequence[Column[RowT]]) -> int:
    return GUTTER + sum(_least_width(column) for column in columns) + GAP * (len(columns) - 1)


def _shared_out(columns: Sequence[Column[RowT]], spare: int) -> list[int]:
    """Return the columns' widths once flexible ones have taken the `spare` cells, each up to its limit."""
    widths = [_least_width(column) for column in columns]
    growing = [index for index, column in enumerate(columns) if column.flex > 0]
    while spare > 0 and growing:
        total = sum(columns[index].flex for index in growing)
        handed_out = 0
        for index in list(growing):
            share = max(1, spare * columns[index].flex // total)
            limit = columns[index].max_width
            room = share if limit is None else max(0, limit - widths[index])
            taken = min(share, room, spare - handed_out)
            widths[index] += taken
            handed_out += taken
            if room <= share and limit is not None:
                growing.remove(index)
        spare -= handed_out
    return widths

"""Which columns of a matrix are in sight, and where: the first ones stay, the others scroll behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic

from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.widgets.cells import Column, RowT
from portfolio_tui.ui.widgets.column_layout import GAP, GUTTER, PlacedColumn


@dataclass(frozen=True)
class MatrixColumn(Column[RowT]):
    """A column of a matrix, with the title it bears where there is no room for the whole one."""

    short_title: str = ""


@dataclass(frozen=True)
class MatrixLayout(Generic[RowT]):
    """The columns in sight, and how many lie hidden to the left and to the right of those that scroll."""

    placed: tuple[PlacedColumn[RowT], ...]
    hidden_left: int
    hidden_right: int


def matrix_layout(
    columns: Sequence[MatrixColumn[RowT]], pinned: int, first: int, width: int
) -> MatrixLayout[RowT]:
    """Lay out in `width` cells the `pinned` first columns and what fits from the `first` scrolling one on.

    The first column of all takes what is left, up to its `max_width`; titles are short where not all
    columns fit in sight with their whole ones. One scrolling column always stays.
    """
    if not columns:
        return MatrixLayout((), 0, 0)
    if _width_needed(columns, whole=True) <= width:
        return MatrixLayout(_placed(columns, _widths(columns, whole=True), width), 0, 0)
    if _width_needed(columns, whole=False) <= width:
        return MatrixLayout(_placed(columns, _widths(columns, whole=False), width), 0, 0)
    fixed, scrolling = list(columns[:pinned]), columns[pinned:]
    first = max(0, min(first, len(scrolling) - 1))
    kept = list(scrolling[first : first + 1])
    for column in scrolling[first + 1 :]:
        if _width_needed([*fixed, *kept, column], whole=False) > width:
            break
        kept.append(column)
    shown = [*fixed, *kept]
    hidden_right = len(scrolling) - first - len(kept)
    return MatrixLayout(_placed(shown, _widths(shown, whole=False), width), first, hidden_right)


def first_in_sight(
    columns: Sequence[MatrixColumn[RowT]], pinned: int, first: int, width: int, wanted: int
) -> int:
    """Return from which scrolling column on to draw so that the column `wanted` is in sight, moving least."""
    position = wanted - pinned
    if position < 0:
        return first
    if position < first:
        return position
    while first < position:
        layout = matrix_layout(columns, pinned, first, width)
        if layout.hidden_left + len(layout.placed) - pinned > position:
            break
        first += 1
    return first


def _widths(columns: Sequence[MatrixColumn[RowT]], *, whole: bool) -> list[int]:
    return [max(column.width, cell_width(column.title)) if whole else column.width for column in columns]


def _width_needed(columns: Sequence[MatrixColumn[RowT]], *, whole: bool) -> int:
    return GUTTER + sum(_widths(columns, whole=whole)) + GAP * (len(columns) - 1)


def _placed(
    columns: Sequence[MatrixColumn[RowT]], widths: list[int], width: int
) -> tuple[PlacedColumn[RowT], ...]:
    spare = max(0, width - GUTTER - sum(widths) - GAP * (len(widths) - 1))
    most = columns[0].max_width or widths[0]
    widths = [min(most, widths[0] + spare) if most > widths[0] else widths[0], *widths[1:]]
    placed = []
    start = GUTTER
    for column, cells in zip(columns, widths, strict=True):
        title = column.title if cell_width(column.title) <= cells else column.short_title or column.title
        placed.append(PlacedColumn(replace(column, title=title), start, max(0, min(cells, width - start))))
        start += cells + GAP
    return tuple(placed)

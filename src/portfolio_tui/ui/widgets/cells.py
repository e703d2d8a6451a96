"""What a ledger shows of a row: its cells and its columns."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from portfolio_tui.ui.plain_text import Align
from portfolio_tui.ui.theme import Ink, Runs

RowT = TypeVar("RowT")

SortKey = str | int | Decimal | dt.date | bool
"""What a column sorts by; one column gives keys of one kind. None always comes last."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text in one ink, or a drawing such as a bar, made for the width that the column gets.

    `text` is raw data, made safe when drawn; search finds it and copying takes it. `exact` is the unrounded
    figure for copying and the cell view, where it differs. The runs of `draw` must be safe already.
    """

    text: str
    ink: Ink = "plain"
    exact: str = ""
    draw: Callable[[int], Runs] | None = None


@dataclass(frozen=True)
class Column(Generic[RowT]):
    """One column of a ledger.

    A fixed column takes `width` cells; a flexible one (`flex` above 0) at least `width` and its share of what
    is left, at most `max_width`. Where the ledger is narrow, the lowest `priority` finds no room.
    Without `sort_key` a column sorts by its text, ignoring case and accents.
    """

    key: str
    title: str
    cell: Callable[[RowT], Cell]
    width: int
    flex: int = 0
    max_width: int | None = None
    priority: int = 5
    align: Align = "left"
    sort_key: Callable[[RowT], SortKey | None] | None = None
    largest_first: bool = False
    sortable: bool = True
    searchable: bool = True


def figure_column(
    key: str,
    title: str,
    cell: Callable[[RowT], Cell],
    value: Callable[[RowT], Decimal | int | None],
    width: int,
    *,
    priority: int,
) -> Column[RowT]:
    """Return a right-aligned column of figures, sorted by `value`, the largest first; searches pass it by."""
    return Column(
        key,
        title,
        cell,
        width,
        priority=priority,
        align="right",
        sort_key=value,
        largest_first=True,
        searchable=False,
    )

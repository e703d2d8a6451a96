"""The column of an amount of money, the same in every ledger."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from portfolio_tui.ui.figures import MISSING, exact_money, short_money
from portfolio_tui.ui.widgets.cells import Cell, Column, figure_column

if TYPE_CHECKING:
    from portfolio_tui.ui.theme import Ink

RowT = TypeVar("RowT")


def money_column(
    key: str,
    title: str,
    amount: Callable[[RowT], Decimal | None],
    currency: str,
    *,
    priority: int,
    if_missing: str = MISSING,
) -> Column[RowT]:
    """Return a column of `amount`: short, exact in the cell view, largest first; a negative stands out."""

    def cell(row: RowT) -> Cell:
        value = amount(row)
        if value is None:
            return Cell(if_missing)
        ink: Ink = "over" if value < 0 else "plain"
        return Cell(short_money(value, currency), ink, exact=exact_money(value, currency))

    return figure_column(key, title, cell, amount, 9, priority=priority)

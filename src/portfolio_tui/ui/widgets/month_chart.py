"""A contract's months as upright bars, against its ceiling where it has one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from textual.widget import Widget

from portfolio_tui.ui.theme import INK_CLASSES, ink_css


@dataclass(frozen=True, slots=True)
class MonthAmount:
    """The net amount of one month; None where the month has no report."""

    month: dt.date
    amount: Decimal | None


class MonthChart(Widget):
    """Bars by month with axis labels; `cumulative` adds the months up and draws the ceiling as a line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES}
    DEFAULT_CSS = ink_css("MonthChart")

    def show(
        self,
        months: Sequence[MonthAmount],
        *,
        ceiling: Decimal | None = None,
        cumulative: bool = False,
        currency: str = "USD",
    ) -> None:
        """Show `months` in order; the newest ones where not all fit."""

    def visible_text(self) -> str:
        """Return the chart as plain text."""
        raise NotImplementedError

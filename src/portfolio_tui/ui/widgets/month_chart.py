"""A contract's months as upright bars, against its ceiling where it has one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from portfolio_tui.ui import figures
from portfolio_tui.ui.plain_text import cell_width, fit, shown
from portfolio_tui.ui.theme import INK_CLASSES, Run, Runs, ink_css, strip_of
from portfolio_tui.ui.widgets.spark import eighths

_LEVELS = " ▁▂▃▄▅▆▇█"
_CEILING_LINE = "╌"
_BELOW_ZERO = "▾"
_NO_REPORT = "·"
_WIDEST_BAR = 4
_LONGEST_SPAN = 12 * 200


@dataclass(frozen=True, slots=True)
class MonthAmount:
    """The net amount of one month, named by any of its days; None where the month has no report."""

    month: dt.date
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthSeries:
    """Months to draw: one a month without gaps, and the ceiling they are held against."""

    months: tuple[MonthAmount, ...]
    ceiling: Decimal | None = None
    currency: str = "USD"


class MonthChart(Widget):
    """Bars by month with axis labels; `cumulative` adds them up, against the ceiling drawn as a line."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {*INK_CLASSES}
    DEFAULT_CSS = ink_css("MonthChart") + "MonthChart { height: 8; }"

    _series = MonthSeries(())

    def show(
        self,
        months: Sequence[MonthAmount],
        *,
        ceiling: Decimal | None = None,
        cumulative: bool = False,
        currency: str = "USD",
    ) -> None:
        """Show `months`, the newest where not all fit; a ceiling is drawn only against their running sum."""
        every = _without_gaps(months)
        if cumulative:
            every = _running_sum(every)
        self._series = MonthSeries(every, ceiling if cumulative else None, currency)
        self.refresh()

    def visible_text(self) -> str:
        """Return the chart as plain text."""
        return "\n".join(self.render_line(y).text.rstrip() for y in range(self.size.height))

    def render_line(self, y: int) -> Strip:
        """Draw line `y` of the chart."""
        lines = month_chart_lines(self._series, self.size.width, self.size.height)
        return strip_of(self, lines[y] if y < len(lines) else (), self.size.width)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The measures of a drawing: its rows, the amount that fills them, the cells of a bar and its gap."""

    rows: int
    scale: Decimal
    ceiling: Decimal | None
    bar: int
    gap: int

    def row_of(self, amount: Decimal) -> int:
        """Return the row, counted from the top, in which a bar of `amount` ends."""
        return self.rows - 1 - max(0, (eighths(amount, self.scale, self.rows) - 1) // 8)

    def rule(self, row: int) -> str:
        """Return what stands in `row` where no bar is: the line of the ceiling, or nothing."""
        return _CEILING_LINE if self.ceiling is not None and row == self.row_of(self.ceiling) else " "


def month_chart_lines(series: MonthSeries, width: int, height: int) -> list[Runs]:
    """Return the chart of `series` in `width` by `height` cells: labelled bars over a line of years."""
    if not series.months:
        return [(Run(" No months to show.", "muted"),)]
    rows = max(1, height - 1)
    scale = max([series.ceiling or Decimal(0), *(month.amount or Decimal(0) for month in series.months)])
    frame = _Frame(rows, scale, series.ceiling, 0, 0)
    labels = _axis_labels(frame, series.currency)
    label_width = max(cell_width(label) for label in labels)
    room = max(1, width - label_width - 2)
    frame = replace(frame, bar=_bar_width(len(series.months), room))
    frame = replace(frame, gap=1 if len(series.months) * (frame.bar + 1) <= room else 0)
    step = frame.bar + frame.gap
    months = series.months[-max(1, room // step) :]
    lines: list[Runs] = []
    for row in range(rows):
        label = Run(f" {fit(labels[row], label_width, 'right')} ", "muted")
        gap = Run(frame.rule(row) * frame.gap, "strong")
        lines.append((label, *(run for month in months for run in (_bar_piece(month, row, frame), gap))))
    return [*lines, (Run(" " * (label_width + 2) + _year_labels(months, step), "muted"),)]


def _bar_piece(month: MonthAmount, row: int, frame: _Frame) -> Run:
    """Return the piece of one month's bar in one row, counted from the top."""
    at_base = row == frame.rows - 1
    if at_base and month.amount is None:
        return Run(_NO_REPORT * frame.bar, "faint")
    if at_base and month.amount is not None and month.amount < 0:
        return Run(_BELOW_ZERO * frame.bar, "over")
    fill = max(0, min(8, eighths(month.amount, frame.scale, frame.rows) - (frame.rows - 1 - row) * 8))
    if month.amount is None or fill == 0:
        return Run(frame.rule(row) * frame.bar, "strong")
    over = frame.ceiling is not None and month.amount > frame.ceiling
    return Run(_LEVELS[fill] * frame.bar, "over" if over else "bar")


def _axis_labels(frame: _Frame, currency: str) -> list[str]:
    labels = [""] * frame.rows
    labels[-1] = figures.short_money(Decimal(0), currency)
    labels[0] = figures.short_money(frame.scale, currency)
    if frame.ceiling is not None:
        labels[frame.row_of(frame.ceiling)] = f"ceiling {figures.short_money(frame.ceiling, currency)}"
    return [shown(label) for label in labels]


def _bar_width(months: int, room: int) -> int:
    """Return the cells of a bar: as wide as fits with a gap after each, down to one."""
    return next((bar for bar in range(_WIDEST_BAR, 1, -1) if months * (bar + 1) <= room), 1)


def _year_labels(months: Sequence[MonthAmount], step: int) -> str:
    """Return each year under its January, and the first month in full where there is room before that."""
    line = ""
    for index, month in enumerate(months):
        label = figures.month(month.month) if index == 0 else f"{month.month.year}"
        due = index == 0 or month.month.month == 1
        if due and len(line) <= index * step:
            line = line.ljust(index * step) + label + " "
    return line[: len(months) * step]


def _without_gaps(months: Sequence[MonthAmount]) -> tuple[MonthAmount, ...]:
    """Return one amount for each month from the first to the last; a missing one has None."""
    if not months:
        return ()
    amounts = {_month_number(month.month): month.amount for month in months}
    first, last = min(amounts), max(amounts)
    first = max(first, last - _LONGEST_SPAN)
    return tuple(
        MonthAmount(dt.date(number // 12, number % 12 + 1, 1), amounts.get(number))
        for number in range(first, last + 1)
    )


def _running_sum(months: Sequence[MonthAmount]) -> tuple[MonthAmount, ...]:
    sums = accumulate(month.amount or Decimal(0) for month in months)
    return tuple(MonthAmount(month.month, total) for month, total in zip(months, sums, strict=True))


def _month_number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1

"""The alliances of a scope as lines of a ledger: a bar, spend, share and the last twelve months."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio_tui.measures.portfolio_rows import AllianceMonth, AllianceTotals
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.figures import count, month, percent
from portfolio_tui.ui.money_columns import money_column
from portfolio_tui.ui.theme import Run
from portfolio_tui.ui.widgets.cells import Cell, Column, figure_column
from portfolio_tui.ui.widgets.spark import horizontal_bar, sparkline

MONTHS = 12


@dataclass(frozen=True)
class AllianceLine:
    """One alliance's totals beside the largest alliance's spend and its own newest months, oldest first."""

    totals: AllianceTotals
    largest: Decimal
    months: tuple[Decimal | None, ...]


def last_month(scope: Scope, as_of: dt.date) -> dt.date:
    """Return the first day of the last month in which `scope` counts spend."""
    return min(as_of, scope.period()[1]).replace(day=1)


def alliance_lines(
    alliances: Sequence[AllianceTotals], months: Iterable[AllianceMonth], last: dt.date
) -> tuple[AllianceLine, ...]:
    """Return a line for each of `alliances` with its twelve months up to the one that begins on `last`."""
    amounts = {(row.group_id, _number(row.month)): row.net_amount for row in months}
    largest = max((row.net_amount for row in alliances), default=Decimal(0))
    wanted = range(_number(last) - MONTHS + 1, _number(last) + 1)
    return tuple(
        AllianceLine(row, largest, tuple(amounts.get((row.group_id, number)) for number in wanted))
        for row in alliances
    )


def alliance_columns(currency: str, last: dt.date | None) -> tuple[Column[AllianceLine], ...]:
    """Return the columns; `last` is the first day of the newest month drawn.

    Keys: name, bar, spend, share, months, contracts, states, uptake.
    """
    return (
        Column(
            "name", "Alliance", lambda row: Cell(row.totals.group_name), 22, flex=5, max_width=48, priority=9
        ),
        _bar_column(),
        money_column("spend", "Spend", lambda row: row.totals.net_amount, currency, priority=8),
        _share_column(),
        Column(
            "months",
            "Months" if last is None else f"Months to {month(last)}",
            lambda row: Cell("", draw=lambda width: (Run(sparkline(row.months).ljust(width), "bar"),)),
            len("Months to 2026-06"),
            priority=6,
            sortable=False,
            searchable=False,
        ),
        *_count_columns(),
    )


def _number(day: dt.date) -> int:
    return day.year * 12 + day.month


def _bar_column() -> Column[AllianceLine]:
    return Column(
        "bar",
        "",
        lambda row: Cell("", draw=lambda width: horizontal_bar(row.totals.net_amount, row.largest, width)),
        10,
        flex=2,
        max_width=48,
        priority=5,
        sortable=False,
        searchable=False,
    )


def _share_column() -> Column[AllianceLine]:
    return figure_column(
        "share",
        "Share",
        lambda row: Cell(percent(row.totals.share)),
        lambda row: row.totals.share,
        6,
        priority=7,
    )


def _count_columns() -> tuple[Column[AllianceLine], ...]:
    """Return the columns that wide terminals show: contracts in force, states buying, addenda used."""
    return (
        figure_column(
            "contracts",
            "In force",
            lambda row: Cell(count(row.totals.contracts_in_force)),
            lambda row: row.totals.contracts_in_force,
            8,
            priority=4,
        ),
        figure_column(
            "states",
            "Buying states",
            lambda row: Cell(count(row.totals.states_buying)),
            lambda row: row.totals.states_buying,
            13,
            priority=3,
        ),
        figure_column(
            "uptake",
            "Uptake",
            lambda row: Cell(percent(row.totals.uptake)),
            lambda row: row.totals.uptake,
            6,
            priority=2,
        ),
    )

"""The columns in which a ledger shows contracts: the same on every screen that lists them."""

import datetime as dt
from functools import partial

from portfolio_tui.measures.contract_rows import ContractUtilization
from portfolio_tui.ui.contract_words import (
    attention_reason,
    pressing_order,
    runs_out_words,
    status_ink,
)
from portfolio_tui.ui.figures import MISSING, count, day, ratio
from portfolio_tui.ui.money_columns import money_column
from portfolio_tui.ui.plain_text import fit, shown
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.cells import Cell, Column, figure_column
from portfolio_tui.ui.widgets.utilization_bar import utilization, utilization_text

ContractColumn = Column[ContractUtilization]

_NEVER = dt.date.max
_ALREADY = dt.date.min
# The reason takes what room there is before titles and bars do: cut short, it says less than they lose.
_WORDS_FIRST = 100


def contract_key(row: ContractUtilization) -> str:
    """Return what names a contract's row in a ledger."""
    return row.contract_id


def contract_columns(currency: str, as_of: dt.date) -> tuple[ContractColumn, ...]:
    """Return the columns of a ledger of contracts; narrow terminals keep the first, by priority.

    Keys: number, title, vendor, status, used, left, runs_out, burn, ends, net_to_date, net_in_scope,
    alliance, ceiling, states, latest_ends.
    """
    money = partial(money_column, currency=currency)
    return (
        ContractColumn("number", "Contract", _number, 9, flex=1, max_width=15, priority=8),
        ContractColumn("title", "Title", lambda row: Cell(row.title), 20, flex=4, max_width=44, priority=99),
        ContractColumn("vendor", "Vendor", _vendor, 14, flex=2, max_width=30, priority=5),
        _status_column(as_of),
        used_column(15, priority=95),
        money("left", "Left", lambda row: row.remaining_amount, priority=7),
        _runs_out_column(as_of),
        _burn_column(),
        _ends_column(),
        money("net_to_date", "To date", lambda row: row.net_to_date, priority=4),
        ContractColumn("alliance", "Alliance", _alliance, 12, flex=1, max_width=24, priority=2),
        money("net_in_scope", "In scope", lambda row: row.net_in_scope, priority=3),
        money("ceiling", "Ceiling", lambda row: row.ceiling_amount, priority=1),
        _states_column(),
        _latest_ends_column(),
    )


def attention_columns(currency: str, as_of: dt.date) -> tuple[ContractColumn, ...]:
    """Return the columns of a ledger of contracts that need attention, each saying why in words."""

    def reason(row: ContractUtilization) -> Cell:
        def draw(width: int) -> Runs:
            words = fit(shown(attention_reason(row, as_of, currency, width)), width)
            what, comma, rest = words.partition(", ")
            return (Run(what, status_ink(row.status)), Run(comma + rest, "muted"))

        return Cell(attention_reason(row, as_of, currency), draw=draw)

    return (
        ContractColumn(
            "title", "Needs attention", lambda row: Cell(row.title), 18, flex=5, max_width=44, priority=99
        ),
        ContractColumn("number", "Contract", _number, 9, flex=1, max_width=15, priority=3),
        ContractColumn("vendor", "Vendor", _vendor, 14, flex=2, max_width=30, priority=2),
        used_column(15, title="Used", priority=95),
        ContractColumn(
            "reason",
            "Why",
            reason,
            37,
            flex=_WORDS_FIRST,
            max_width=52,
            priority=98,
            sort_key=lambda row: pressing_order(row, as_of),
        ),
        money_column("net_to_date", "To date", lambda row: row.net_to_date, currency=currency, priority=1),
    )


def used_column(width: int, *, priority: int, title: str = "Used against term") -> ContractColumn:
    """Return the column of utilization bars: the ceiling used against the term gone by."""

    def cell(row: ContractUtilization) -> Cell:
        def draw(cells: int) -> Runs:
            return utilization(row.ceiling_used, row.elapsed, cells, estimate_used=row.estimate_used)

        if row.ceiling_amount == 0:
            return Cell("ceiling of zero", "muted")
        return Cell(utilization_text(row.ceiling_used, row.estimate_used), draw=draw)

    return ContractColumn(
        "used",
        title,
        cell,
        width,
        flex=2,
        max_width=30,
        priority=priority,
        sort_key=lambda row: row.ceiling_used,
        largest_first=True,
        searchable=False,
    )


def _number(row: ContractUtilization) -> Cell:
    return Cell(row.number or row.contract_id, "muted")


def _vendor(row: ContractUtilization) -> Cell:
    return Cell(row.vendor_name or row.vendor_id or MISSING)


def _alliance(row: ContractUtilization) -> Cell:
    return Cell(row.group_name, "muted")


def _status_column(as_of: dt.date) -> ContractColumn:
    return ContractColumn(
        "status",
        "Status",
        lambda row: Cell(row.status, status_ink(row.status)),
        12,
        priority=94,
        sort_key=lambda row: pressing_order(row, as_of),
    )


def _runs_out_column(as_of: dt.date) -> ContractColumn:
    def sort_key(row: ContractUtilization) -> dt.date | None:
        if runs_out_words(row, as_of) == MISSING:
            return None
        if row.status == "over ceiling":
            return _ALREADY
        return row.runs_out_on or _NEVER

    def cell(row: ContractUtilization) -> Cell:
        words = runs_out_words(row, as_of)
        ink = status_ink(row.status) if row.status == "running out" else "plain"
        exact = day(row.runs_out_on) if row.runs_out_on and words != MISSING else ""
        return Cell(words, ink, exact=exact)

    return ContractColumn(
        "runs_out", "Runs out", cell, 11, priority=9, align="right", sort_key=sort_key, searchable=False
    )


def _burn_column() -> ContractColumn:
    def cell(row: ContractUtilization) -> Cell:
        if row.too_early and row.ceiling_used is not None:
            return Cell("early", "muted", exact="too early to tell")
        return Cell(ratio(row.burn_index))

    return figure_column("burn", "Burn", cell, lambda row: row.burn_index, 5, priority=6)


def _ends_column() -> ContractColumn:
    return ContractColumn(
        "ends",
        "Ends",
        lambda row: Cell(day(row.ends_on), status_ink(row.status) if row.status == "expiring" else "plain"),
        10,
        priority=6,
        sort_key=lambda row: row.ends_on,
    )


def _latest_ends_column() -> ContractColumn:
    return ContractColumn(
        "latest_ends",
        "With options",
        lambda row: Cell(day(row.latest_ends_on)),
        12,
        priority=0,
        sort_key=lambda row: row.latest_ends_on,
    )


def _states_column() -> ContractColumn:
    return figure_column(
        "states",
        "States",
        lambda row: Cell(count(row.states_with_spend)),
        lambda row: row.states_with_spend,
        6,
        priority=1,
    )

"""The ledgers in the lower half of a contract's page: its states, addenda, amendments and buyers."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from portfolio_tui.measures.contract_rows import (
    ContractAddendum,
    ContractAmendment,
    ContractBuyer,
    ContractState,
)
from portfolio_tui.ui.figures import MISSING, count, day, month, percent
from portfolio_tui.ui.money_columns import money_column
from portfolio_tui.ui.widgets.cells import Cell, Column, figure_column
from portfolio_tui.ui.widgets.utilization_bar import utilization, utilization_text

Row = TypeVar("Row")

_BUYER_KINDS = {
    "school_k12": "school",
    "state_agency": "state agency",
    "higher_education": "higher education",
}


def state_columns(currency: str) -> tuple[Column[ContractState], ...]:
    """Return the columns of states; keys name, to_date, share, in_scope, addendum, used, last."""

    def used(row: ContractState) -> Cell:
        words = utilization_text(row.ceiling_used)
        return Cell(words, draw=lambda width: utilization(row.ceiling_used, None, width))

    return (
        Column("name", "State", lambda row: Cell(row.state_name), 14, flex=2, max_width=28, priority=9),
        money_column("to_date", "To date", lambda row: row.net_to_date, currency, priority=8),
        _share("share", lambda row: row.share, priority=7),
        money_column("in_scope", "In scope", lambda row: row.net_in_scope, currency, priority=3),
        Column("addendum", "Addendum", _addendum_cell, 22, priority=6, searchable=False),
        Column(
            "used",
            "Its ceiling used",
            used,
            16,
            flex=1,
            max_width=28,
            priority=2,
            sort_key=lambda row: row.ceiling_used,
            largest_first=True,
            searchable=False,
        ),
        _date("last", "Last bought", lambda row: row.last_bought_month, month, priority=5),
    )


def _addendum_cell(row: ContractState) -> Cell:
    if not row.addenda:
        return Cell("none", "running-out" if row.net_to_date > 0 else "muted")
    if row.addenda_in_force:
        return Cell(f"in force since {month(row.effective_on)}", "fine")
    return Cell("not in force", "running-out")


def addendum_columns(currency: str) -> tuple[Column[ContractAddendum], ...]:
    """Return the columns of a contract's addenda; keys name, number, force, effective, ends, ceiling, fee."""
    return (
        Column("name", "State", _whose, 16, flex=2, max_width=44, priority=9),
        Column("number", "Addendum", lambda row: Cell(row.number or row.addendum_id), 12, flex=1, priority=5),
        Column("force", "In force", _force_cell, 14, priority=8, searchable=False),
        _date("effective", "From", lambda row: row.effective_on, day, priority=7),
        _date("ends", "Until", lambda row: row.ends_on, day, priority=6),
        _date("signed", "Signed", lambda row: row.signed_on, day, priority=2),
        money_column("ceiling", "Ceiling", lambda row: row.ceiling_amount, currency, priority=4),
    )


def _whose(row: ContractAddendum) -> Cell:
    return Cell(f"{row.state_name}: {row.entity_name}" if row.entity_name else row.state_name)


def _force_cell(row: ContractAddendum) -> Cell:
    if row.outlives_contract:
        return Cell("yes, outlives" if row.in_force else "no, outlives", "expiring")
    return Cell("yes", "fine") if row.in_force else Cell("no", "muted")


def amendment_columns(currency: str) -> tuple[Column[ContractAmendment], ...]:
    """Return the columns of amendments; keys effective, kind, whose, old_end, new_end, days, old, new."""
    return (
        _date("effective", "Effective", lambda row: row.effective_on or row.signed_on, day, priority=9),
        Column("kind", "Kind", _kind_cell, 12, flex=1, max_width=28, priority=8),
        Column("whose", "Of", lambda row: Cell(_amended(row), "muted"), 12, priority=6),
        _date("old_end", "Ended", lambda row: row.old_ends_on, day, priority=5),
        _date("new_end", "Now ends", lambda row: row.new_ends_on, day, priority=7),
        figure_column(
            "days",
            "Days",
            lambda row: Cell(MISSING if row.days_added is None else f"{row.days_added:+,}"),
            lambda row: row.days_added,
            7,
            priority=2,
        ),
        money_column("old_ceiling", "Ceiling", lambda row: row.old_ceiling_amount, currency, priority=3),
        money_column("new_ceiling", "Now", lambda row: row.new_ceiling_amount, currency, priority=4),
    )


def _kind_cell(row: ContractAmendment) -> Cell:
    kind = row.kind or MISSING
    return Cell(f"{kind}, to come", "expiring") if row.after_as_of else Cell(kind)


def _amended(row: ContractAmendment) -> str:
    if row.addendum_id is None:
        return "the contract"
    return f"addendum {row.state}" if row.state else "an addendum"


def buyer_columns(currency: str) -> tuple[Column[ContractBuyer], ...]:
    """Return the columns of a contract's buyers; keys name, kind, state, net, share, lines, last."""
    return (
        Column("name", "Buyer", lambda row: Cell(row.entity_name), 20, flex=2, max_width=48, priority=9),
        Column("kind", "Kind", lambda row: Cell(_kind_of_buyer(row), "muted"), 16, priority=5),
        Column("state", "State", lambda row: Cell(row.state), 5, priority=6),
        money_column("net", "Net", lambda row: row.net_amount, currency, priority=8),
        _share("share", lambda row: row.share, priority=7),
        figure_column(
            "lines",
            "Lines",
            lambda row: Cell(count(row.line_count)),
            lambda row: row.line_count,
            7,
            priority=3,
        ),
        _date("last", "Last bought", lambda row: row.last_bought_on, day, priority=4),
    )


def _kind_of_buyer(row: ContractBuyer) -> str:
    if row.entity_type is None:
        return MISSING
    return _BUYER_KINDS.get(row.entity_type, row.entity_type)


def _share(key: str, share: Callable[[Row], Decimal | None], *, priority: int) -> Column[Row]:
    return figure_column(key, "Share", lambda row: Cell(percent(share(row))), share, 6, priority=priority)


def _date(
    key: str,
    title: str,
    date: Callable[[Row], dt.date | None],
    written: Callable[[dt.date | None], str],
    *,
    priority: int,
) -> Column[Row]:
    return Column(
        key,
        title,
        lambda row: Cell(written(date(row))),
        10,
        priority=priority,
        sort_key=date,
        searchable=False,
    )

"""The columns in which ledgers show how states use alliances, and what is bought off contract."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TypeVar

from portfolio_tui.measures.portfolio_rows import OFF_CONTRACT_GROUP, OffContractSpend, StateAllianceUse
from portfolio_tui.ui.alliance_words import IDLE_MARK, LEVEL_INKS, is_cooperative, level_of, level_words
from portfolio_tui.ui.figures import MISSING, count, day, exact_money, month, percent, short_money
from portfolio_tui.ui.plain_text import fit, shown
from portfolio_tui.ui.theme import Ink, Run, Runs
from portfolio_tui.ui.widgets.cells import Cell, Column, figure_column
from portfolio_tui.ui.widgets.tile_lines import LEVEL_MARKS

Row = TypeVar("Row")
UseColumn = Column[StateAllianceUse]

_LEVELS = {"": 0, "member": 1, "participating": 2, "buying": 3}


def alliances_of_a_state(currency: str) -> tuple[UseColumn, ...]:
    """Return the columns of one state's alliances."""
    columns = _use_columns("Alliance", lambda use: use.group_name, currency)
    return tuple(column for column in columns if column.key != "state_spend")


def states_of_an_alliance(currency: str) -> tuple[UseColumn, ...]:
    """Return the columns of the states that use one alliance."""
    return _use_columns("State", lambda use: use.state_name, currency)


def states_off_contract(currency: str) -> tuple[UseColumn, ...]:
    """Return the columns of the states that buy without a contract."""
    columns = _use_columns("State", lambda use: use.state_name, currency)
    return tuple(
        column for column in columns if column.key in {"name", "spend", "share", "state_spend", "last"}
    )


def off_contract_columns(currency: str) -> tuple[Column[OffContractSpend], ...]:
    """Return the columns of the categories bought off contract, beside the contracts that could take them."""
    return (
        Column("category", "Category", _category_cell, 24, flex=1, max_width=52, priority=99),
        Column("code", "Code", lambda row: Cell(row.category_code or "", "muted"), 8, priority=3),
        _money("spend", "Spend", lambda row: row.net_amount, currency, priority=98),
        _share("Share", lambda row: row.share),
        figure_column(
            "usable", "Usable contracts", _usable_cell, lambda row: row.contracts_usable, 16, priority=96
        ),
        figure_column(
            "states", "States", lambda row: Cell(count(row.states)), lambda row: row.states, 6, priority=5
        ),
        Column(
            "last",
            "Last bought",
            lambda row: Cell(month(row.last_bought_month)),
            11,
            priority=6,
            sort_key=lambda row: row.last_bought_month,
            largest_first=True,
            searchable=False,
        ),
    )


def _use_columns(title: str, name: Callable[[StateAllianceUse], str], currency: str) -> tuple[UseColumn, ...]:
    """Keys: name, spend, share, state_spend, used, usable, member, addendum, last, level, without."""
    return (
        _name_column(title, name),
        _money("spend", "Spend", lambda use: use.net_amount, currency, priority=98),
        _share("Share", lambda use: use.share),
        _money("state_spend", "Of", lambda use: use.state_net_amount, currency, priority=10),
        _count_column("used", "Used", lambda use: use.contracts_used, 4, priority=80),
        _count_column("usable", "Usable", lambda use: use.contracts_usable, 6, priority=79),
        _since_column("member", "Member", lambda use: use.member, lambda use: use.member_since),
        _since_column(
            "addendum", "Addendum", lambda use: use.participating, lambda use: use.participating_since
        ),
        _last_column(),
        UseColumn(
            "level",
            "Level",
            lambda use: Cell(level_words(use), LEVEL_INKS[level_of(use)]),
            13,
            priority=20,
            sort_key=lambda use: _LEVELS[level_words(use)],
            largest_first=True,
        ),
        _without_column(currency),
    )


def _name_column(title: str, name: Callable[[StateAllianceUse], str]) -> UseColumn:
    def cell(use: StateAllianceUse) -> Cell:
        def draw(width: int) -> Runs:
            level = level_of(use)
            mark = " " if use.group_id == OFF_CONTRACT_GROUP else LEVEL_MARKS[level]
            ink: Ink = "plain" if use.net_amount else "muted"
            return (Run(f"{mark} ", LEVEL_INKS[level]), Run(fit(shown(name(use)), width - 2), ink))

        return Cell(name(use), draw=draw)

    return UseColumn("name", title, cell, 24, flex=1, max_width=52, priority=99)


def _count_column(
    key: str, title: str, number: Callable[[StateAllianceUse], int], width: int, *, priority: int
) -> UseColumn:
    def cell(use: StateAllianceUse) -> Cell:
        return Cell("" if use.group_id == OFF_CONTRACT_GROUP else count(number(use)))

    return figure_column(key, title, cell, number, width, priority=priority)


def _since_column(
    key: str,
    title: str,
    holds: Callable[[StateAllianceUse], bool],
    since: Callable[[StateAllianceUse], dt.date | None],
) -> UseColumn:
    def cell(use: StateAllianceUse) -> Cell:
        if not holds(use):
            return Cell("no" if is_cooperative(use.kind) else "", "faint")
        return Cell("yes" if since(use) is None else month(since(use)), exact=day(since(use)))

    return UseColumn(key, title, cell, 8, priority=90, sort_key=since, searchable=False)


def _last_column() -> UseColumn:
    def cell(use: StateAllianceUse) -> Cell:
        if use.not_bought_for_a_year:
            last = "never" if use.last_bought_month is None else month(use.last_bought_month)
            return Cell(f"{IDLE_MARK} {last}", "running-out")
        return Cell(f"  {month(use.last_bought_month)}", "plain" if use.last_bought_month else "faint")

    return UseColumn(
        "last",
        "Last buy",
        cell,
        9,
        priority=70,
        sort_key=lambda use: use.last_bought_month,
        largest_first=True,
        searchable=False,
    )


def _without_column(currency: str) -> UseColumn:
    def cell(use: StateAllianceUse) -> Cell:
        if not use.contracts_without_addendum:
            return Cell("")
        amount = use.amount_without_addendum
        return Cell(short_money(amount, currency), "running-out", exact=exact_money(amount, currency))

    return figure_column(
        "without", "No addendum", cell, lambda use: use.amount_without_addendum or None, 11, priority=30
    )


def _category_cell(row: OffContractSpend) -> Cell:
    if row.category_code is None:
        return Cell("no category given", "muted")
    return Cell(row.category or row.category_code)


def _usable_cell(row: OffContractSpend) -> Cell:
    # Spend that could have gone through a contract is what one looks for here.
    return Cell(count(row.contracts_usable), "running-out" if row.contracts_usable else "muted")


def _money(
    key: str, title: str, amount: Callable[[Row], Decimal], currency: str, *, priority: int
) -> Column[Row]:
    return figure_column(key, title, partial(_money_cell, amount, currency), amount, 9, priority=priority)


def _money_cell(amount: Callable[[Row], Decimal], currency: str, row: Row) -> Cell:
    value = amount(row)
    ink: Ink = "over" if value < 0 else "plain" if value else "faint"
    return Cell(short_money(value, currency), ink, exact=exact_money(value, currency))


def _share(title: str, share: Callable[[Row], Decimal | None]) -> Column[Row]:
    def cell(row: Row) -> Cell:
        value = share(row)
        return Cell(
            percent(value), "plain" if value else "faint", exact=MISSING if value is None else f"{value:f}"
        )

    return figure_column("share", title, cell, share, 6, priority=97)

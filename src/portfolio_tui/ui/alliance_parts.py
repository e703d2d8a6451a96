"""The ledgers of an alliance's page: its states, its contracts, or what is bought off contract."""

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

from portfolio_tui.measures.portfolio_rows import OFF_CONTRACT_GROUP
from portfolio_tui.ui.contract_columns import ContractColumn, contract_columns, contract_key
from portfolio_tui.ui.use_columns import off_contract_columns, states_of_an_alliance, states_off_contract
from portfolio_tui.ui.widgets.cells import Column
from portfolio_tui.ui.widgets.ledger import Ledger

STATES, CONTRACTS, CATEGORIES = "states", "contracts", "categories"
LABELS = {STATES: "States", CONTRACTS: "Contracts", CATEGORIES: "Categories"}

_ROW_KEYS: dict[str, Callable[[Any], Hashable]] = {
    STATES: lambda use: use.state,
    CONTRACTS: contract_key,
    CATEGORIES: lambda row: row.category_code,
}
_SORTED_BY = {STATES: "spend", CONTRACTS: "net_in_scope", CATEGORIES: "spend"}
_EMPTY = {
    STATES: "No state is a member, participates or buys in this scope: press f for another scope.",
    CONTRACTS: "No contract of this alliance in this scope: press f for another scope.",
    CATEGORIES: "Nothing was bought off contract in this scope: press f for another scope.",
}


def parts_of(group_id: str, state: str | None) -> tuple[str, ...]:
    """Return the parts of the page about an alliance group, or about one state's use of it."""
    last = CATEGORIES if group_id == OFF_CONTRACT_GROUP else CONTRACTS
    return (STATES, last) if state is None else (last,)


def part_columns(
    part: str, group_id: str, state: str | None, currency: str, as_of: dt.date
) -> tuple[Column[Any], ...]:
    """Return the columns of a part's ledger."""
    if part == CATEGORIES:
        return off_contract_columns(currency)
    if part == CONTRACTS:
        return _contract_columns(state, currency, as_of)
    if group_id == OFF_CONTRACT_GROUP:
        return states_off_contract(currency)
    return states_of_an_alliance(currency)


def part_ledger(part: str, group_id: str, state: str | None) -> Ledger[Any]:
    """Return the empty ledger of a part, with the largest spend first."""
    return Ledger[Any](
        part_columns(part, group_id, state, "", dt.date.min),
        _ROW_KEYS[part],
        sort=_SORTED_BY[part],
        descending=True,
        empty=_EMPTY[CATEGORIES if group_id == OFF_CONTRACT_GROUP else part],
        id=part,
    )


def _contract_columns(state: str | None, currency: str, as_of: dt.date) -> tuple[ContractColumn, ...]:
    """Return the columns of contracts without the alliance, what was bought here beside the burn index."""
    columns = {column.key: column for column in contract_columns(currency, as_of)}
    title = "In scope" if state is None else f"In {state}"
    columns["net_in_scope"] = replace(columns["net_in_scope"], title=title, priority=93)
    columns["burn"] = replace(columns["burn"], priority=92)
    first = ("number", "title", "vendor", "status", "used", "net_in_scope", "burn")
    rest = [key for key in columns if key not in (*first, "alliance")]
    return tuple(columns[key] for key in (*first, *rest))

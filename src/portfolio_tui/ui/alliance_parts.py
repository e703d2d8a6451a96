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
    """Return the columns of contracts without the alliance, and with what was bought here in sight."""
    changes: dict[str, dict[str, Any]] = {
        "net_in_scope": {"title": "In scope" if state is None else f"In {state}", "priority": 93},
        "burn": {"priority": 92},
    }
    columns = contract_columns(currency, as_of)
    return tuple(
        replace(column, **changes.get(column.key, {})) for column in columns if column.key != "alliance"
    )

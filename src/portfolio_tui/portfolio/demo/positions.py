"""Contracts that no lines are reported for: two states publish positions, quarter by quarter."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio_tui.portfolio.demo import alliances
from portfolio_tui.portfolio.demo.calendar import AS_OF, HISTORY_STARTS_ON
from portfolio_tui.portfolio.demo.chance import heavy
from portfolio_tui.portfolio.demo.rows import Balance, Contract

STATES = ("PA", "TX")
_CONTRACTS_A_STATE = 8
_CENT = Decimal("0.01")
_QUARTER_ENDS = tuple(
    dt.date(year, month, day)
    for year in range(2024, 2027)
    for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    if dt.date(2024, 6, 30) <= dt.date(year, month, day) <= AS_OF
)


def contracts_with_positions(contracts: Sequence[Contract]) -> frozenset[str]:
    """Return the ids of the contracts that only have positions: eight of each of the two states' own."""
    chosen: list[str] = []
    for state in STATES:
        own = [
            contract.contract_id
            for contract in contracts
            if contract.alliance_id == alliances.own_alliance_id(state)
            and HISTORY_STARTS_ON <= contract.starts_on < dt.date(2025, 9, 1)
            and contract.ends_on > AS_OF
        ]
        chosen += own[:_CONTRACTS_A_STATE]
    return frozenset(chosen)


def build_positions(
    contracts: Sequence[Contract], chosen: frozenset[str], chance: random.Random
) -> tuple[list[Contract], list[Balance]]:
    """Return the contracts with the chosen ones' ceilings set, and the positions of those."""
    rows: list[Contract] = []
    balances: list[Balance] = []
    source_rows: dict[str, int] = {}
    for contract in contracts:
        if contract.contract_id in chosen:
            ceiling = Decimal(round(900 * heavy(chance, 1.1)) + 40).scaleb(3).quantize(_CENT)
            source_row = source_rows.get(contract.lead_state, 0) + 1
            source_rows[contract.lead_state] = source_row
            rows.append(replace(contract, ceiling_amount=ceiling))
            balances += _positions(rows[-1], ceiling, source_row, chance)
        else:
            rows.append(contract)
    return rows, balances


def _positions(contract: Contract, ceiling: Decimal, source_row: int, chance: random.Random) -> list[Balance]:
    """Return a position at each quarter's end; orders grow with the term, payments follow behind."""
    pace = Decimal(chance.choice((25, 50, 70, 80, 90, 95, 104, 150))) / 100
    is_paid_only = chance.random() < 0.2
    days = (contract.ends_on - contract.starts_on).days
    positions = []
    ordered = paid = Decimal(0)
    for quarter_end in _QUARTER_ENDS:
        if quarter_end <= contract.starts_on:
            continue
        elapsed = Decimal((quarter_end - contract.starts_on).days) / days
        wobble = Decimal(chance.randint(92, 108)) / 100
        ordered = max(ordered, (ceiling * pace * elapsed * wobble).quantize(_CENT))
        paid = max(paid, (ordered * Decimal(chance.randint(80, 97)) / 100).quantize(_CENT))
        positions.append(
            Balance(
                contract.contract_id,
                contract.lead_state,
                quarter_end,
                ceiling,
                ordered_amount=None if is_paid_only else ordered,
                paid_amount=paid,
                source_file=f"{contract.alliance_id}-positions-{quarter_end}.csv",
                source_row=source_row,
            )
        )
    return positions

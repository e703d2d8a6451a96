"""What NASPO ValuePoint's contractors report beside the lines: totals by state, zero reports, fees paid."""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio_tui.portfolio.demo.alliances import MADE_UP, NASPO
from portfolio_tui.portfolio.demo.calendar import AS_OF, HISTORY_STARTS_ON, quarter_name
from portfolio_tui.portfolio.demo.faults import MISSING_QUARTER
from portfolio_tui.portfolio.demo.rows import (
    Addendum,
    Contract,
    FeePayment,
    FeeRule,
    ReportRule,
    SummarySales,
)

FEE_DUE_DAYS = 60
REPORT_DUE_DAYS = 30
STATES_WITH_FEES = ("ID", "VT", "NH", "ME", "WY", "ND")
"""One of these, the first whose addenda carry a fee of the state's own, has payments of it on record."""

_DAY = dt.timedelta(days=1)
_CENT = Decimal("0.01")
_ZERO_REPORT_DELAY = 20
_RESTATED_AFTER = 75
_NOTABLE = Decimal(1_000)
"""Faults are planted in totals above this, where they are worth looking at."""


@dataclass(frozen=True)
class Reported:
    """What the lines of one report come to, for one contract and state."""

    contract_id: str
    state: str
    report_period: str
    amount: Decimal
    fee_amount: Decimal
    received_on: dt.date


def fee_rules() -> list[FeeRule]:
    """Return what NASPO ValuePoint charges."""
    return [FeeRule(NASPO, Decimal("0.002500"), FEE_DUE_DAYS, MADE_UP)]


def report_rules() -> list[ReportRule]:
    """Return how often NASPO ValuePoint's contractors report."""
    return [ReportRule(NASPO, REPORT_DUE_DAYS, MADE_UP)]


def build_summaries(
    reported: Sequence[Reported], contracts: Sequence[Contract], silent_contract: str, chance: random.Random
) -> list[SummarySales]:
    """Return a total for each state and quarter of NASPO ValuePoint's contracts, and zero reports.

    `silent_contract` sends none for the missing quarter. A few totals are wrong, zero, missing or restated.
    """
    naspo = {contract.contract_id: contract for contract in contracts if contract.alliance_id == NASPO}
    totals = [
        SummarySales(row.contract_id, row.report_period, row.amount, row.state, row.received_on)
        for row in reported
        if row.contract_id in naspo and row.report_period != quarter_name(AS_OF)
    ]
    sold = {(row.contract_id, row.report_period) for row in totals}
    zeros = [
        SummarySales(contract_id, quarter_name(day), Decimal(0), None, day + _ZERO_REPORT_DELAY * _DAY)
        for contract_id, contract in naspo.items()
        for day in _quarter_ends(contract)
        if (contract_id, quarter_name(day)) not in sold
        and not (contract_id == silent_contract and day == MISSING_QUARTER[1])
    ]
    return sorted([*_with_faults(totals, chance), *zeros], key=_order)


def build_payments(
    reported: Sequence[Reported],
    contracts: Sequence[Contract],
    addenda: Sequence[Addendum],
    chance: random.Random,
) -> list[FeePayment]:
    """Return the fees paid to NASPO ValuePoint and to one state, a few of them late, short or not at all."""
    naspo = {contract.contract_id for contract in contracts if contract.alliance_id == NASPO}
    fees: dict[tuple[str, str], Decimal] = {}
    for row in reported:
        if row.contract_id in naspo and row.report_period != quarter_name(AS_OF):
            key = (row.contract_id, row.report_period)
            fees[key] = fees.get(key, Decimal(0)) + row.fee_amount
    owed = [(contract, period, None, fee) for (contract, period), fee in fees.items() if fee > 1]
    payments = [_payment(*one, chance) for one in owed]
    notable = [payment for payment in payments if payment.amount > 100 and payment.report_period < "2026"]
    late = dict.fromkeys(chance.sample(notable, 10))
    wrong: dict[FeePayment, FeePayment | None] = {}
    for number, payment in enumerate(late):
        if number < 4:
            end = _quarter_end(payment.report_period)
            wrong[payment] = replace(payment, paid_on=end + (FEE_DUE_DAYS + 12 + number) * _DAY)
        elif number < 8:
            wrong[payment] = replace(payment, amount=(payment.amount * 7 / 10).quantize(_CENT))
        else:
            wrong[payment] = None
    kept = [changed for row in payments if (changed := wrong.get(row, row)) is not None]
    return [*kept, *_state_payments(reported, addenda, chance)]


def _state_payments(
    reported: Sequence[Reported], addenda: Sequence[Addendum], chance: random.Random
) -> Iterator[FeePayment]:
    """Yield payments of one state's own fee: three of them too small, one too large, one not paid."""
    rates = {
        (addendum.contract_id, addendum.state): addendum.state_fee_rate
        for addendum in addenda
        if addendum.state_fee_rate and addendum.entity_id is None
    }
    collecting = {state for _, state in rates}
    state = next((one for one in STATES_WITH_FEES if one in collecting), None)
    owed = [
        (row.contract_id, row.report_period, row.state, (rate * row.amount).quantize(_CENT))
        for row in reported
        if row.state == state
        and row.report_period != quarter_name(AS_OF)
        and (rate := rates.get((row.contract_id, row.state))) is not None
        and row.amount * rate > 1
    ]
    payments = [_payment(*one, chance) for one in owed]
    notable = [number for number, payment in enumerate(payments) if payment.amount > 50]
    factors = dict(zip(chance.sample(notable, min(5, len(notable))), (5, 5, 5, 12, 0), strict=False))
    for number, payment in enumerate(payments):
        factor = factors.get(number, 10)
        if factor:
            yield replace(payment, amount=(payment.amount * factor / 10).quantize(_CENT))


def _payment(
    contract_id: str, period: str, state: str | None, amount: Decimal, chance: random.Random
) -> FeePayment:
    paid_on = _quarter_end(period) + chance.randint(25, FEE_DUE_DAYS - 2) * _DAY
    return FeePayment(contract_id, period, amount, state, paid_on)


def _with_faults(totals: Sequence[SummarySales], chance: random.Random) -> Iterator[SummarySales]:
    """Yield the totals, thirteen of them with a fault, each in a report that counts three states or more."""
    states: Mapping[tuple[str, str], int] = _states_by_report(totals)
    eligible = [
        number
        for number, row in enumerate(totals)
        if row.amount > _NOTABLE
        and row.report_period < "2026"
        and states[row.contract_id, row.report_period] > 2
    ]
    faults = dict(
        zip(
            chance.sample(eligible, min(13, len(eligible))),
            (
                "low",
                "low",
                "high",
                "high",
                "zero",
                "zero",
                "zero",
                "none",
                "none",
                *["restated"] * 3,
                "again",
            ),
            strict=False,
        )
    )
    for number, row in enumerate(totals):
        later = replace(row, received_on=row.received_on + _RESTATED_AFTER * _DAY)
        match faults.get(number):
            case "low":
                yield replace(row, amount=(row.amount * 9 / 10).quantize(_CENT))
            case "high":
                yield replace(row, amount=(row.amount * 11 / 10).quantize(_CENT))
            case "zero":
                yield replace(row, amount=Decimal(0))
            case "none":
                continue
            case "restated":
                yield replace(row, amount=(row.amount * 8 / 10).quantize(_CENT))
                yield later
            case "again":
                yield row
                yield later
            case _:
                yield row


def _states_by_report(totals: Sequence[SummarySales]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in totals:
        key = (row.contract_id, row.report_period)
        found[key] = found.get(key, 0) + 1
    return found


def _quarter_ends(contract: Contract) -> Iterator[dt.date]:
    """Yield the last days of the quarters in the term of `contract`, up to the last whose report is due."""
    first = max(contract.starts_on, HISTORY_STARTS_ON)
    month = (first.month + 2) // 3 * 3
    day = _month_end(first.year, month)
    while day < AS_OF and day - dt.timedelta(days=91) < contract.ends_on:
        yield day
        month = day.month + 3
        day = _month_end(day.year + (month > 12), (month - 1) % 12 + 1)


def _quarter_end(period: str) -> dt.date:
    """Return the last day of a quarter, as 2026-Q1."""
    return _month_end(int(period[:4]), int(period[6]) * 3)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - _DAY


def _order(row: SummarySales) -> tuple[str, str, str, dt.date]:
    return row.report_period, row.contract_id, row.state or "", row.received_on

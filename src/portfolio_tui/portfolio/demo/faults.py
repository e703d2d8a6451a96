"""Reports that went wrong: a missing quarter, two late contractors, fees at the wrong rate."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio_tui.portfolio.demo import alliances
from portfolio_tui.portfolio.demo.flows import Flow

_DAY = dt.timedelta(days=1)
MISSING_QUARTER = (dt.date(2025, 1, 1), dt.date(2025, 3, 31))
"""The calendar quarter for which one contractor's report never came."""

LONGEST_INVOICE_DELAY = 26
"""Days from an order to its invoice, at most."""

LATE_DAYS = 63
OLD_FEE_RATE = Decimal("0.0020")
MISREAD_FEE_RATE = Decimal("0.000025")
"""A quarter of a basis point, where a quarter percent was meant."""


def with_faults(flows: Sequence[Flow]) -> list[Flow]:
    """Return the flows, the five NASPO ValuePoint contracts bought most each with a fault in its reports."""
    missing, late, later, old_fee, misread_fee = faulty_contracts(flows)
    rows: list[Flow] = []
    for flow in flows:
        if flow.contract_id == missing:
            rows += _without_quarter(flow)
        elif flow.contract_id in {late, later}:
            rows.append(replace(flow, report_delay_days=LATE_DAYS))
        elif flow.contract_id == old_fee:
            rows.append(replace(flow, fee_rate=OLD_FEE_RATE))
        elif flow.contract_id == misread_fee:
            rows.append(replace(flow, fee_rate=MISREAD_FEE_RATE))
        else:
            rows.append(flow)
    return rows


def faulty_contracts(flows: Sequence[Flow]) -> list[str]:
    """Return the five contracts with faults; the first has no report for the missing quarter."""
    volume: dict[str, float] = {}
    for flow in flows:
        is_in_use = flow.first_day < MISSING_QUARTER[0] and flow.last_day > MISSING_QUARTER[1]
        if flow.alliance_id == alliances.NASPO and flow.contract_id and is_in_use:
            volume[flow.contract_id] = volume.get(flow.contract_id, 0.0) + flow.weight
    return sorted(volume, key=lambda one: (-volume[one], one))[:5]


def _without_quarter(flow: Flow) -> list[Flow]:
    """Cut out the orders invoiced in the quarter, and keep repeats from falling into it."""
    first_day, last_day = MISSING_QUARTER
    flow = replace(flow, repeats_in_same_report=True)
    before = replace(flow, last_day=min(flow.last_day, first_day - (LONGEST_INVOICE_DELAY + 1) * _DAY))
    after = replace(flow, first_day=max(flow.first_day, last_day + _DAY))
    return [part for part in (before, after) if part.first_day <= part.last_day]

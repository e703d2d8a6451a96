"""Contracts as the measure gives them, for tests of the words and columns that show them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from portfolio_tui.measures.contract_rows import ContractUtilization

AS_OF = dt.date(2026, 6, 30)

_ON_TRACK = ContractUtilization(
    contract_id="c1",
    number="19101",
    title="Tires",
    portfolio=None,
    alliance_id="naspo",
    group_id="naspo",
    group_name="NASPO ValuePoint",
    category_code=None,
    category=None,
    vendor_id="v1",
    vendor_name="Goodyear",
    lead_state="IA",
    starts_on=dt.date(2024, 7, 1),
    ends_on=dt.date(2029, 6, 30),
    latest_ends_on=None,
    ceiling_amount=Decimal("1000.00"),
    estimated_amount=None,
    net_to_date=Decimal("400.00"),
    net_in_scope=Decimal("400.00"),
    remaining_amount=Decimal("600.00"),
    pace_amount=Decimal("200.00"),
    pace_from=dt.date(2025, 7, 1),
    pace_to=AS_OF,
    daily_amount=Decimal("0.55"),
    ceiling_used=Decimal("0.4"),
    estimate_used=None,
    elapsed=Decimal("0.4"),
    burn_index=Decimal("1.0"),
    too_early=False,
    runs_out_on=dt.date(2029, 6, 29),
    runs_out_after_term=False,
    days_left=1096,
    status="on track",
    expiring_within_days=None,
    needs_attention=False,
    states_with_spend=1,
    addenda_in_force=1,
    position_on=None,
    discount_rate=None,
    warranty_months=None,
    delivery_days=None,
    payment_days=None,
    admin_fee_rate=None,
)


def contract_row(**changes: object) -> ContractUtilization:
    """Return a contract that is on track, with `changes` made to it."""
    return replace(_ON_TRACK, **changes)  # type: ignore[arg-type]

"""The typed rows of the measures about contracts.

Amounts are Decimals in the portfolio's currency, shares are fractions, and None means no figure.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from portfolio_tui.measures.measure import Measure

STATUSES = (
    "over ceiling",
    "running out",
    "expiring",
    "expired",
    "not reported",
    "under-used",
    "unused",
    "on track",
    "no ceiling",
    "not started",
)
"""Every status that a contract can have, the most pressing first."""


@dataclass(frozen=True)
class ContractUtilization:
    """How far one contract is used: amounts, ratios, dates and a status."""

    contract_id: str
    number: str | None
    title: str
    portfolio: str | None
    alliance_id: str
    group_id: str
    group_name: str
    category_code: str | None
    category: str | None
    vendor_id: str | None
    vendor_name: str | None
    lead_state: str | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    latest_ends_on: dt.date | None
    ceiling_amount: Decimal | None
    estimated_amount: Decimal | None
    net_to_date: Decimal
    net_in_scope: Decimal
    remaining_amount: Decimal | None
    pace_amount: Decimal
    """What was spent in the days that the daily spend is taken from, `pace_from` to `pace_to`."""
    pace_from: dt.date | None
    pace_to: dt.date | None
    daily_amount: Decimal
    ceiling_used: Decimal | None
    estimate_used: Decimal | None
    elapsed: Decimal | None
    burn_index: Decimal | None
    too_early: bool
    runs_out_on: dt.date | None
    runs_out_after_term: bool | None
    days_left: int | None
    status: str
    expiring_within_days: int | None
    needs_attention: bool
    states_with_spend: int
    addenda_in_force: int
    position_on: dt.date | None
    discount_rate: Decimal | None
    warranty_months: int | None
    delivery_days: int | None
    payment_days: int | None
    admin_fee_rate: Decimal | None


@dataclass(frozen=True)
class ContractMonth:
    """Net spend on a contract in one month, dated by its first day, and the running total."""

    month: dt.date
    net_amount: Decimal
    net_to_date: Decimal


@dataclass(frozen=True)
class ContractState:
    """One state's use of a contract: spend, share, addenda and their ceiling."""

    state: str
    state_name: str
    net_to_date: Decimal
    net_in_scope: Decimal
    share: Decimal | None
    last_bought_month: dt.date | None
    addenda: int
    addenda_in_force: int
    effective_on: dt.date | None
    ends_on: dt.date | None
    ceiling_amount: Decimal | None
    ceiling_used: Decimal | None


@dataclass(frozen=True)
class ContractAddendum:
    """One participating addendum with its own dates and ceiling."""

    addendum_id: str
    state: str
    state_name: str
    entity_name: str | None
    number: str | None
    signed_on: dt.date | None
    effective_on: dt.date | None
    ends_on: dt.date | None
    ceiling_amount: Decimal | None
    in_force: bool
    outlives_contract: bool
    state_fee_rate: Decimal | None


@dataclass(frozen=True)
class ContractAmendment:
    """One amendment of a contract, or of an addendum of it."""

    addendum_id: str | None
    state: str | None
    kind: str | None
    signed_on: dt.date | None
    effective_on: dt.date | None
    old_ends_on: dt.date | None
    new_ends_on: dt.date | None
    days_added: int | None
    old_ceiling_amount: Decimal | None
    new_ceiling_amount: Decimal | None
    after_as_of: bool


@dataclass(frozen=True)
class ContractBuyer:
    """One entity's purchases on a contract."""

    entity_id: str | None
    entity_name: str
    entity_type: str | None
    state: str
    net_amount: Decimal
    share: Decimal | None
    line_count: int
    last_bought_on: dt.date


@dataclass(frozen=True)
class DiscountOffList:
    """The discount off list price, and the share of spend that carries a list price."""

    discount: Decimal | None
    covered_share: Decimal | None
    list_amount: Decimal | None
    line_count: int


CONTRACT_UTILIZATION = Measure("contract_utilization", ContractUtilization)
CONTRACT_MONTHS = Measure("contract_months", ContractMonth)
CONTRACT_STATES = Measure("contract_states", ContractState)
CONTRACT_ADDENDA = Measure("contract_addenda", ContractAddendum)
CONTRACT_AMENDMENTS = Measure("contract_amendments", ContractAmendment)
CONTRACT_BUYERS = Measure("contract_buyers", ContractBuyer)
DISCOUNT_OFF_LIST = Measure("discount_off_list", DiscountOffList)

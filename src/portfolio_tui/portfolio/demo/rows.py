"""One frozen record for each table of a portfolio but `spend`, which is written by SQL."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Alliance:
    """A row of `alliances`."""

    alliance_id: str
    name: str
    kind: str
    url: str | None
    is_synthetic: bool
    note: str


@dataclass(frozen=True)
class Membership:
    """A row of `memberships`."""

    alliance_id: str
    state: str
    joined_on: dt.date | None
    left_on: dt.date | None
    role: str
    source: str


@dataclass(frozen=True)
class Contract:
    """A row of `contracts`."""

    contract_id: str
    alliance_id: str
    title: str
    number: str
    portfolio: str
    category_code: str
    category: str
    vendor_id: str
    lead_state: str
    starts_on: dt.date
    initial_ends_on: dt.date
    ends_on: dt.date
    latest_ends_on: dt.date
    ceiling_amount: Decimal | None
    estimated_amount: Decimal | None
    discount_rate: Decimal | None
    warranty_months: int | None
    delivery_days: int | None
    payment_days: int
    admin_fee_rate: Decimal | None


@dataclass(frozen=True)
class Amendment:
    """A row of `amendments`."""

    contract_id: str
    kind: str
    signed_on: dt.date
    effective_on: dt.date
    addendum_id: str | None = None
    old_ends_on: dt.date | None = None
    new_ends_on: dt.date | None = None
    old_ceiling_amount: Decimal | None = None
    new_ceiling_amount: Decimal | None = None


@dataclass(frozen=True)
class Addendum:
    """A row of `participating_addenda`."""

    addendum_id: str
    contract_id: str
    state: str
    entity_id: str | None
    number: str
    signed_on: dt.date
    effective_on: dt.date
    ends_on: dt.date | None
    ceiling_amount: Decimal | None
    allowed_entity_types: str | None
    state_fee_rate: Decimal | None


@dataclass(frozen=True)
class Vendor:
    """A row of `vendors`."""

    vendor_id: str
    name: str
    parent_id: str | None


@dataclass(frozen=True)
class Entity:
    """A row of `entities`."""

    entity_id: str
    name: str
    entity_type: str
    state: str


@dataclass(frozen=True)
class Balance:
    """A row of `balances`."""

    contract_id: str
    state: str
    as_of: dt.date
    ceiling_amount: Decimal | None
    ordered_amount: Decimal | None
    paid_amount: Decimal | None
    source_file: str
    source_row: int


@dataclass(frozen=True)
class FeeRule:
    """A row of `fee_rules`."""

    alliance_id: str
    rate: Decimal
    due_days: int
    source: str
    state: str | None = None
    contract_id: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    entity_types: str | None = None
    floor_amount: Decimal | None = None
    basis: str = "invoiced"


@dataclass(frozen=True)
class ReportRule:
    """A row of `report_rules`."""

    alliance_id: str
    due_days: int
    source: str
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    frequency: str = "quarter"
    zero_reports: bool = True


@dataclass(frozen=True)
class SummarySales:
    """A row of `summary_sales`."""

    contract_id: str
    report_period: str
    amount: Decimal
    state: str | None
    received_on: dt.date
    source_file: str | None = None
    source_row: int | None = None


@dataclass(frozen=True)
class FeePayment:
    """A row of `fee_payments`."""

    contract_id: str
    report_period: str
    amount: Decimal
    state: str | None
    paid_on: dt.date
    source_file: str | None = None
    source_row: int | None = None


@dataclass(frozen=True)
class Price:
    """A row of `prices`."""

    contract_id: str
    product_number: str
    contract_price: Decimal
    list_price: Decimal
    starts_on: dt.date
    ends_on: dt.date | None = None
    source_file: str | None = None
    source_row: int | None = None

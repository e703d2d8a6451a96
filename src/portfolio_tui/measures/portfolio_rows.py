"""The typed rows of the measures about a portfolio, its alliances and its states.

Amounts are Decimals in the portfolio's currency, shares are fractions, and None means no figure.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from portfolio_tui.measures.measure import Measure

OWN_GROUP = "own"
OFF_CONTRACT_GROUP = "off_contract"


@dataclass(frozen=True)
class PortfolioTotals:
    """Spend in scope, its parts through alliances and on contract, the year before, contracts in force."""

    net_amount: Decimal
    net_amount_year_before: Decimal | None
    change_on_year_before: Decimal | None
    cooperative_amount: Decimal
    cooperative_share: Decimal | None
    contract_amount: Decimal
    contract_share: Decimal | None
    position_amount: Decimal
    states_with_spend: int
    line_count: int
    contracts: int
    contracts_in_force: int


@dataclass(frozen=True)
class AllianceTotals:
    """One alliance (or all states' own contracts, or off contract): spend, share, contracts and states."""

    group_id: str
    group_name: str
    kind: str
    is_synthetic: bool
    alliance_ids: list[str]
    net_amount: Decimal
    share: Decimal | None
    contracts_used: int
    contracts_in_force: int
    states_member: int
    states_participating: int
    states_buying: int
    members_buying: int
    adoption: Decimal | None
    addenda_in_force: int
    addenda_used: int
    uptake: Decimal | None


@dataclass(frozen=True)
class AllianceMonth:
    """Net spend of one alliance in one month, dated by the month's first day."""

    group_id: str
    group_name: str
    month: dt.date
    net_amount: Decimal


@dataclass(frozen=True)
class StateAllianceUse:
    """How one state uses one alliance: the three levels, spend, share, contracts, and what stands out."""

    state: str
    state_name: str
    group_id: str
    group_name: str
    kind: str
    alliance_ids: list[str]
    member: bool
    member_since: dt.date | None
    participating: bool
    participating_since: dt.date | None
    buying: bool
    net_amount: Decimal
    state_net_amount: Decimal
    share: Decimal | None
    contracts_usable: int
    contracts_used: int
    last_bought_month: dt.date | None
    not_bought_for_a_year: bool
    contracts_without_addendum: int
    amount_without_addendum: Decimal


@dataclass(frozen=True)
class AllianceFacts:
    """What the table of alliances says of one alliance."""

    alliance_id: str
    name: str
    kind: str
    url: str | None
    is_synthetic: bool
    note: str | None


@dataclass(frozen=True)
class OffContractSpend:
    """Spend off contract in one category, beside the contracts that could have taken it."""

    category_code: str | None
    category: str | None
    net_amount: Decimal
    share: Decimal | None
    states: int
    contracts_usable: int
    last_bought_month: dt.date | None


@dataclass(frozen=True)
class Coverage:
    """What share of net spend names a contract, a vendor, an entity and an order date."""

    net_amount: Decimal
    row_count: int
    contract_share: Decimal | None
    vendor_share: Decimal | None
    entity_share: Decimal | None
    order_date_share: Decimal | None


@dataclass(frozen=True)
class Capture:
    """What share of addressable spend went through a contract, and what share leaked."""

    addressable_amount: Decimal
    contract_amount: Decimal
    capture: Decimal | None
    leakage: Decimal | None


@dataclass(frozen=True)
class VendorConcentration:
    """The Herfindahl-Hirschman index on parent vendors, how many there are, and the largest one."""

    concentration_index: Decimal | None
    vendors: int
    largest_share: Decimal | None
    largest_vendor: str | None


@dataclass(frozen=True)
class PositionTotals:
    """The latest positions of all contracts, summed; None where none of them states the amount."""

    contracts: int
    newest_on: dt.date | None
    ceiling_amount: Decimal | None
    ordered_amount: Decimal | None
    paid_amount: Decimal | None


@dataclass(frozen=True)
class TableFacts:
    """The first and last day of a table's rows and, for spend, their total."""

    table_name: str
    first_day: dt.date | None
    last_day: dt.date | None
    total_amount: Decimal | None


@dataclass(frozen=True)
class Name:
    """Something that can be searched for: a state, an alliance, a contract, a vendor or a category."""

    kind: str
    id: str
    name: str
    note: str | None


PORTFOLIO_TOTALS = Measure("portfolio_totals", PortfolioTotals)
ALLIANCE_TOTALS = Measure("alliance_totals", AllianceTotals)
SPEND_BY_ALLIANCE_MONTH = Measure("spend_by_alliance_month", AllianceMonth)
STATE_ALLIANCE_USE = Measure("state_alliance_use", StateAllianceUse)
ALLIANCE_FACTS = Measure("alliance_facts", AllianceFacts)
OFF_CONTRACT_SPEND = Measure("off_contract_spend", OffContractSpend)
COVERAGE = Measure("coverage", Coverage)
CAPTURE = Measure("capture", Capture)
VENDOR_CONCENTRATION = Measure("vendor_concentration", VendorConcentration)
POSITION_TOTALS = Measure("position_totals", PositionTotals)
TABLE_FACTS = Measure("table_facts", TableFacts)
NAMES = Measure("names", Name)

"""Which contracts there are: portfolios of one to 38 contractors, and each state's own contracts."""

import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from portfolio_tui.portfolio.demo import alliances
from portfolio_tui.portfolio.demo.calendar import AS_OF
from portfolio_tui.portfolio.demo.catalogue import CATEGORIES, CLOUD_SERVICES, Category
from portfolio_tui.portfolio.demo.chance import day_between, heavy
from portfolio_tui.portfolio.demo.numbers import contract_number
from portfolio_tui.portfolio.demo.places import RELATIVE_SIZES
from portfolio_tui.portfolio.demo.programmes import MOST_CONTRACTORS, Programme, build_programmes
from portfolio_tui.portfolio.demo.rows import Amendment, Contract
from portfolio_tui.portfolio.demo.terms import build_term
from portfolio_tui.portfolio.demo.vendors import Sellers

_EARLIER = (dt.date(2016, 1, 1), dt.date(2020, 2, 1))
_CURRENT = (dt.date(2020, 3, 1), dt.date(2026, 9, 1))
"""The days between which portfolios of either generation open."""

_FIRST_OWN_START = dt.date(2017, 6, 1)


@dataclass(frozen=True)
class Award:
    """A contract as planned: its row, its amendments, and how much is bought from it."""

    contract: Contract
    category: Category
    amendments: tuple[Amendment, ...]
    volume: float
    """How much one average state buys, relative to the alliance's other contracts."""
    needs_addenda: bool


@dataclass(frozen=True)
class _Solicitation:
    """What one solicitation asked for, and on which terms its awards are made."""

    alliance_id: str
    category: Category
    title: str
    portfolio: str
    lead_state: str
    starts_on: dt.date
    first_months: int
    options: int
    fee_rate: Decimal | None = None
    needs_addenda: bool = False


def build_awards(chance: random.Random, sellers: Sellers, growth: float) -> list[Award]:
    """Return every contract, alliance by alliance; `growth` multiplies contractors and own contracts."""
    awards: list[Award] = []
    for programme in build_programmes(chance):
        wanted: list[tuple[_Solicitation, str, float]] = []
        for category in programme.categories:
            wanted += _portfolio(programme, category, _CURRENT, sellers=sellers, growth=growth, chance=chance)
            if chance.random() < programme.earlier_generation:
                wanted += _portfolio(
                    programme, category, _EARLIER, sellers=sellers, growth=growth, chance=chance
                )
        awards += _numbered(wanted, chance)
    for state, size in RELATIVE_SIZES.items():
        awards += _numbered(_own(state, round((4 + size**0.5) * growth), sellers, chance), chance)
    return awards


def _portfolio(
    programme: Programme,
    category: Category,
    opening: tuple[dt.date, dt.date],
    *,
    sellers: Sellers,
    growth: float,
    chance: random.Random,
) -> Iterator[tuple[_Solicitation, str, float]]:
    """Yield each contract of one portfolio: its solicitation, contractor and volume."""
    opens_on = day_between(chance, *opening).replace(day=1)
    title = f"{category.words} {opens_on.year}"
    first_months, options = chance.choice(programme.first_months), chance.choice(programme.options)
    lead_state = chance.choice(programme.leads)
    needs_addenda = chance.random() < programme.share_with_addenda
    popularity = heavy(chance, 0.8)
    for vendor_id in chance.sample(
        sellers.contractors, _contractor_count(programme, category, growth, chance)
    ):
        solicitation = _Solicitation(
            programme.alliance_id,
            category,
            title,
            f"{programme.alliance_id}: {title}",
            lead_state,
            opens_on + dt.timedelta(days=chance.choice((0, 0, 0, 14, 30, 61, 90))),
            first_months,
            options,
            programme.fee_rate,
            needs_addenda,
        )
        yield solicitation, vendor_id, popularity * heavy(chance, 1.3)


def _contractor_count(programme: Programme, category: Category, growth: float, chance: random.Random) -> int:
    if programme.alliance_id == alliances.NASPO and category is CLOUD_SERVICES:
        return MOST_CONTRACTORS
    fewest, most = programme.contractors
    return min(MOST_CONTRACTORS, max(fewest, round(most * math.pow(chance.random(), 1.4) * growth)))


def _own(
    state: str, count: int, sellers: Sellers, chance: random.Random
) -> Iterator[tuple[_Solicitation, str, float]]:
    """Yield the own contracts of `state`, each with a solicitation of its own."""
    for _ in range(count):
        category = chance.choice(CATEGORIES)
        starts_on = day_between(chance, _FIRST_OWN_START, AS_OF + dt.timedelta(days=120))
        title = f"{category.words}, {state} {starts_on.year}"
        solicitation = _Solicitation(
            alliances.own_alliance_id(state),
            category,
            title,
            title,
            state,
            starts_on,
            first_months=chance.choice((24, 36, 48, 60, 60)),
            options=chance.choice((0, 1, 2, 2, 3, 4)),
        )
        yield solicitation, chance.choice(sellers.contractors), heavy(chance, 1.4)


def _numbered(
    wanted: Iterator[tuple[_Solicitation, str, float]] | list[tuple[_Solicitation, str, float]],
    chance: random.Random,
) -> Iterator[Award]:
    """Yield the awards of one alliance, their ids counting from one."""
    for number, (solicitation, vendor_id, volume) in enumerate(wanted, start=1):
        contract_id = f"{solicitation.alliance_id}-{number:04d}"
        yield _award(contract_id, solicitation, vendor_id, volume, chance)


def _award(
    contract_id: str, asked: _Solicitation, vendor_id: str, volume: float, chance: random.Random
) -> Award:
    category = asked.category
    term = build_term(contract_id, asked.starts_on, asked.first_months, asked.options, chance)
    contract = Contract(
        contract_id=contract_id,
        alliance_id=asked.alliance_id,
        title=asked.title,
        number=contract_number(chance, term.starts_on),
        portfolio=asked.portfolio,
        category_code=category.code,
        category=category.words,
        vendor_id=vendor_id,
        lead_state=asked.lead_state,
        starts_on=term.starts_on,
        initial_ends_on=term.initial_ends_on,
        ends_on=term.ends_on,
        latest_ends_on=term.latest_ends_on,
        ceiling_amount=None,
        estimated_amount=None,
        discount_rate=Decimal(chance.randint(4, 42)).scaleb(-2) if category.has_list_price else None,
        warranty_months=chance.choice((12, 12, 24, 36, 60)) if category.has_warranty else None,
        delivery_days=chance.choice((3, 5, 10, 14, 30, 45, 90)) if category.has_list_price else None,
        payment_days=chance.choice((30, 30, 30, 45, 45, 60)),
        admin_fee_rate=asked.fee_rate,
    )
    return Award(contract, category, term.amendments, volume, asked.needs_addenda)

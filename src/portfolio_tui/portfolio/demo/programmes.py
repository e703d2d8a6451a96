"""How each alliance awards: in which categories, to how many contractors, for how long, at what fee."""

import random
from dataclasses import dataclass
from decimal import Decimal

from portfolio_tui.portfolio.demo import alliances
from portfolio_tui.portfolio.demo.catalogue import CATEGORIES, SNOW_REMOVAL, Category

MOST_CONTRACTORS = 38


@dataclass(frozen=True)
class Programme:
    """One cooperative's way of awarding contracts."""

    alliance_id: str
    categories: tuple[Category, ...]
    contractors: tuple[int, int]
    """The fewest and the usual most of one portfolio."""
    first_months: tuple[int, ...]
    options: tuple[int, ...]
    leads: tuple[str, ...]
    fee_rate: Decimal | None = None
    share_with_addenda: float = 0.0
    """Share of the portfolios that a state must sign an addendum to use."""
    earlier_generation: float = 0.0
    """Share of the categories that also have an older portfolio, mostly expired."""


def build_programmes(chance: random.Random) -> tuple[Programme, ...]:
    """Return the cooperatives' programmes; NASPO ValuePoint and 12ASPO both award snow removal equipment."""
    others = [category for category in CATEGORIES if category is not SNOW_REMOVAL]
    return (
        Programme(
            alliances.NASPO,
            CATEGORIES,
            contractors=(1, 16),
            first_months=(36, 60, 60),
            options=(1, 2, 2, 3),
            leads=("MN", "UT", "NV", "CO", "IA", "WA", "ID", "AZ", "OK", "OR", "AR", "TX", "FL", "ME"),
            fee_rate=Decimal("0.0025"),
            share_with_addenda=1.0,
            earlier_generation=0.7,
        ),
        Programme(
            alliances.ASPO,
            (SNOW_REMOVAL, *chance.sample(others, 11)),
            contractors=(1, 6),
            first_months=(36, 48),
            options=(1, 2),
            leads=alliances.ASPO_MEMBERS,
            fee_rate=Decimal("0.0050"),
            share_with_addenda=1.0,
            earlier_generation=0.3,
        ),
        *_direct_programmes(chance),
        *_sector_programmes(),
    )


def _direct_programmes(chance: random.Random) -> tuple[Programme, ...]:
    """Return the programmes that buyers mostly use without a state's addendum."""
    return (
        Programme(
            alliances.SOURCEWELL,
            tuple(chance.sample(CATEGORIES, 28)),
            contractors=(1, 6),
            first_months=(48,),
            options=(1, 2),
            leads=("MN",),
            earlier_generation=0.6,
        ),
        Programme(
            alliances.OMNIA,
            tuple(chance.sample(CATEGORIES, 22)),
            contractors=(1, 6),
            first_months=(36, 60),
            options=(2,),
            leads=("TX", "AZ", "VA"),
            fee_rate=Decimal("0.0200"),
            share_with_addenda=0.5,
            earlier_generation=0.5,
        ),
        Programme(
            alliances.GSA,
            tuple(chance.sample(CATEGORIES, 18)),
            contractors=(2, 7),
            first_months=(60,),
            options=(3,),
            leads=("DC",),
            fee_rate=Decimal("0.0075"),
        ),
    )


def _sector_programmes() -> tuple[Programme, ...]:
    """Return the programmes for health care and for campuses."""
    medical = tuple(category for category in CATEGORIES if category.code[:2] in {"41", "42", "51", "85"})
    campus = tuple(
        category for category in CATEGORIES if category.code[:2] in {"43", "44", "45", "56", "60", "81"}
    )
    return (
        Programme(
            alliances.MMCAP,
            medical,
            contractors=(2, 8),
            first_months=(36, 60),
            options=(2,),
            leads=("MN",),
            share_with_addenda=1.0,
            earlier_generation=0.8,
        ),
        Programme(
            alliances.MHEC_MIDWEST,
            campus,
            contractors=(1, 4),
            first_months=(36, 60),
            options=(2, 4),
            leads=alliances.MHEC_MIDWEST_MEMBERS,
            fee_rate=Decimal("0.0100"),
            share_with_addenda=1.0,
        ),
        Programme(
            alliances.MHEC_MASS,
            campus,
            contractors=(1, 4),
            first_months=(36,),
            options=(2,),
            leads=("MA",),
            fee_rate=Decimal("0.0100"),
        ),
    )

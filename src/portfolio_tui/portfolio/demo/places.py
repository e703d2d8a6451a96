"""How large each jurisdiction is, how its year runs, and which buyers it has."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from portfolio_tui.portfolio.demo.rows import Entity
from portfolio_tui.portfolio.reference import Jurisdiction, jurisdictions
from portfolio_tui.portfolio.schema import ENTITY_TYPES

RELATIVE_SIZES: dict[str, float] = {
    "AL": 50, "AK": 7, "AZ": 72, "AR": 30, "CA": 395, "CO": 58, "CT": 36, "DE": 10, "DC": 7, "FL": 215,
    "GA": 107, "HI": 14, "ID": 18, "IL": 128, "IN": 68, "IA": 32, "KS": 29, "KY": 45, "LA": 46, "ME": 14,
    "MD": 62, "MA": 70, "MI": 101, "MN": 57, "MS": 30, "MO": 62, "MT": 11, "NE": 20, "NV": 31, "NH": 14,
    "NJ": 93, "NM": 21, "NY": 202, "NC": 104, "ND": 8, "OH": 118, "OK": 40, "OR": 42, "PA": 130, "RI": 11,
    "SC": 51, "SD": 9, "TN": 69, "TX": 291, "UT": 33, "VT": 6, "VA": 86, "WA": 77, "WV": 18, "WI": 59,
    "WY": 6, "AS": 0.6, "GU": 1.7, "MP": 0.6, "PR": 33, "VI": 1,
}  # fmt: skip
"""Rough sizes in hundred thousand people: enough to make California large and Vermont small."""

_SEASON_BY_MONTH_OF_YEAR = (74, 84, 94, 98, 88, 82, 92, 94, 104, 112, 136, 198)
"""Percent of an average month's buying, from the first to the last month of a fiscal year."""

_ENTITIES_PER_STATE = {
    "state_agency": (10, 18), "county": (5, 24), "city": (8, 34), "school_k12": (8, 34),
    "higher_education": (3, 14), "nonprofit": (3, 6), "tribal": (1, 3), "other": (2, 2),
}  # fmt: skip
"""Buyers of a type: the fewest, and how many more in a state of California's size."""

_AGENCIES = (
    "Transportation", "Health", "Corrections", "Education", "Administration", "Revenue", "Natural Resources",
    "Public Safety", "Labor", "Human Services", "Agriculture", "Commerce", "Judiciary",
    "Information Technology", "Motor Vehicles", "Veterans Affairs", "Environment", "Fish and Wildlife",
    "Lottery", "Housing",
)  # fmt: skip
_PLACE_STARTS = (
    "Alder", "Birch", "Cedar", "Dun", "Elm", "Fern", "Glen", "Hazel", "Iron", "Juniper", "Kes", "Lark", "Mar",
    "North", "Oak", "Pine", "Quill", "Raven", "Stone", "Thorn", "Umber", "Vale", "Wren", "Yarrow",
)  # fmt: skip
_PLACE_ENDS = (
    "brook",
    "bury",
    "dale",
    "field",
    "ford",
    "gate",
    "ham",
    "haven",
    "mere",
    "mont",
    "ridge",
    "wick",
)
_BODY = {
    "county": "{place} County", "city": "City of {place}", "school_k12": "{place} School District",
    "higher_education": "{place} University", "nonprofit": "{place} Community Services",
    "tribal": "{place} Tribal Council", "other": "{place} Port Authority",
}  # fmt: skip
_REWRITTEN: dict[str, Callable[[str], str]] = {
    "state_agency": str.upper,
    "city": lambda name: f"{name.removeprefix('City of ')}, City of",
    "school_k12": lambda name: name.replace("District", "Dist."),
}
"""How another list writes the name of a buyer of a type."""


def season(place: Jurisdiction, month: int) -> int:
    """Return how much `place` buys in calendar `month`, in percent of an average month."""
    return _SEASON_BY_MONTH_OF_YEAR[(month - place.fiscal_year_start_month) % 12]


def buying_weight(state: str) -> float:
    """Return how much a jurisdiction buys relative to others; grows more slowly than its size."""
    return math.pow(RELATIVE_SIZES[state], 0.65)


def build_entities(chance: random.Random, growth: float) -> list[Entity]:
    """Return every buyer, by jurisdiction and type; `growth` multiplies how many there are."""
    rows = []
    for place in jurisdictions():
        share = math.sqrt(RELATIVE_SIZES[place.code] / RELATIVE_SIZES["CA"])
        for entity_type in ENTITY_TYPES:
            fewest, more = _ENTITIES_PER_STATE[entity_type]
            count = round((fewest + more * share * 2) * (1.0 if entity_type == "state_agency" else growth))
            names = _names(place, entity_type, count, chance)
            rows += [
                Entity(f"{place.code}-{entity_type[:2].upper()}-{number:05d}", name, entity_type, place.code)
                for number, name in enumerate(names, start=1)
            ]
    return rows


def on_other_lists(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return three buyers that are there already, as another list writes their names, each under a new id."""
    return tuple(
        replace(found, entity_id=f"{found.entity_id}-C", name=rewritten(found.name))
        for entity_type, rewritten in _REWRITTEN.items()
        for found in [next(one for one in entities if one.entity_type == entity_type)]
    )


def _names(place: Jurisdiction, entity_type: str, count: int, chance: random.Random) -> list[str]:
    if entity_type == "state_agency":
        offices = [_AGENCIES[number % len(_AGENCIES)] for number in range(count)]
        return [
            f"{place.name} {office}"
            + (f", district {number // len(_AGENCIES)}" if number >= len(_AGENCIES) else "")
            for number, office in enumerate(offices)
        ]
    pairs = [f"{start}{end}" for start in _PLACE_STARTS for end in _PLACE_ENDS]
    chance.shuffle(pairs)
    return [
        _BODY[entity_type].format(place=pairs[number % len(pairs)] + _borough(number // len(pairs)))
        for number in range(count)
    ]


def _borough(repeat: int) -> str:
    return "" if repeat == 0 else f" {('East', 'West', 'North', 'South')[(repeat - 1) % 4]} {repeat}"

"""The demo's sellers: invented names, parents, spellings of one name, and resellers."""

import random
from dataclasses import dataclass

from portfolio_tui.portfolio.demo.rows import Vendor

_ROOTS_START = (
    "Bel", "Cor", "Dra", "Fal", "Gar", "Hol", "Kar", "Lum", "Mor", "Nor", "Ost", "Pel", "Quo", "Ras", "Sel",
    "Tor", "Ulm", "Ver", "Wex", "Zan",
)  # fmt: skip
_ROOTS_MIDDLE = ("a", "e", "i", "o", "u", "an", "er", "in", "or", "ul")
_ROOTS_END = ("bric", "dane", "fex", "gard", "lix", "mont", "nix", "quist", "sby", "tek", "vane", "wick")
_FIELDS = (
    "Supply", "Systems", "Services", "Industries", "Equipment", "Solutions", "Partners", "Logistics",
    "Technologies", "Products", "Group", "Works",
)  # fmt: skip
_FORMS = ("Inc.", "LLC", "Corp.", "Co.", "L.P.")

AWKWARD_NAMES = (
    "[bold]Brackwater[/bold] Fixtures, Inc.",
    "Łąkowska & Sønner ApS",
    "北斗 Hokuto Imaging K.K.",
    'O\'Draighneán "Quality" Supply, LLC',
)
"""Invented names that a careless screen would break on."""


@dataclass(frozen=True)
class Sellers:
    """Every vendor, and which of them are awarded contracts, resell, or are spellings of another."""

    vendors: tuple[Vendor, ...]
    contractors: tuple[str, ...]
    resellers: tuple[str, ...]
    spellings: dict[str, tuple[str, ...]]
    """Vendor ids under which lines of a contractor are also reported, by contractor."""


def build_sellers(chance: random.Random, contractor_count: int) -> Sellers:
    """Return `contractor_count` contractors, 60 resellers, some parents, and spellings of 40 names."""
    names = _names(chance, contractor_count + 60 + 12)
    parents = [Vendor(f"V9{number:04d}", f"{names.pop()} Holdings", None) for number in range(12)]
    contractors = []
    for number in range(contractor_count):
        parent = chance.choice(parents).vendor_id if chance.random() < 0.12 else None
        name = AWKWARD_NAMES[number] if number < len(AWKWARD_NAMES) else _full_name(names.pop(), chance)
        contractors.append(Vendor(f"V{number + 1:05d}", name, parent))
    resellers = [
        Vendor(f"V5{number:04d}", f"{names.pop()} Resellers, {chance.choice(_FORMS)}", None)
        for number in range(60)
    ]
    spelled = chance.sample(contractors[len(AWKWARD_NAMES) :], 40)
    variants = {vendor.vendor_id: _spellings(vendor) for vendor in spelled}
    everyone = [*parents, *contractors, *resellers, *(row for rows in variants.values() for row in rows)]
    return Sellers(
        tuple(sorted(everyone, key=lambda vendor: vendor.vendor_id)),
        tuple(vendor.vendor_id for vendor in contractors),
        tuple(vendor.vendor_id for vendor in resellers),
        {key: tuple(row.vendor_id for row in rows) for key, rows in variants.items()},
    )


def strays(sellers: Sellers) -> tuple[Vendor, ...]:
    """Return three vendors with another's name in capitals, and nothing that says they belong to it."""
    alone = [
        vendor
        for vendor in sellers.vendors
        if vendor.vendor_id in sellers.contractors
        and vendor.vendor_id not in sellers.spellings
        and vendor.parent_id is None
        and vendor.name.isascii()
    ]
    return tuple(Vendor(f"{vendor.vendor_id}-C", vendor.name.upper(), None) for vendor in alone[1:4])


def _names(chance: random.Random, count: int) -> list[str]:
    every = [a + b + c for a in _ROOTS_START for b in _ROOTS_MIDDLE for c in _ROOTS_END]
    return chance.sample(every, count)


def _full_name(root: str, chance: random.Random) -> str:
    return f"{root} {chance.choice(_FIELDS)}, {chance.choice(_FORMS)}"


def _spellings(vendor: Vendor) -> tuple[Vendor, ...]:
    """Return two ways in which reports misspell `vendor`: in capitals, and without its legal form."""
    capitals = vendor.name.upper().replace(",", "").replace(".", "")
    short = vendor.name.split(",", maxsplit=1)[0]
    return (
        Vendor(f"{vendor.vendor_id}-A", capitals, vendor.vendor_id),
        Vendor(f"{vendor.vendor_id}-B", short, vendor.vendor_id),
    )

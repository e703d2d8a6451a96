"""Says a scope as one plain sentence."""

import datetime as dt
from collections.abc import Mapping

from portfolio_tui.query.scope import Scope

SEPARATOR = " · "
MANY = 6

Names = Mapping[tuple[str, str], str]
"""Names under kind and id, for two kinds may use the same id."""


def scope_sentence(scope: Scope, names: Names) -> str:
    """Return `scope` as one sentence, as "All alliances · VT NH ME · FY2026 (Jul 2025 – Jun 2026)".

    `names` gives names by kind ("alliance", "category", "vendor", "contract") and id; an id without one
    stands for itself.
    """
    parts = [_named(scope.alliances, names, "alliance", "alliances") or "All alliances"]
    parts += [_states(scope)] if scope.states else []
    parts += [_named(scope.categories, names, "category", "categories", prefix="category ")]
    parts += [_named(scope.vendors, names, "vendor", "vendors")]
    parts += [_named(scope.contracts, names, "contract", "contracts", prefix="contract ")]
    parts += [_listed([entity_type_words(kind) for kind in scope.entity_types], "entity types")]
    parts += [_period(scope)]
    return SEPARATOR.join(part for part in parts if part)


def _states(scope: Scope) -> str:
    if len(scope.states) == 1:
        return scope.calendar()[0].name
    return " ".join(scope.states) if len(scope.states) <= 2 * MANY else f"{len(scope.states)} states"


def _named(ids: tuple[str, ...], names: Names, kind: str, plural: str, prefix: str = "") -> str:
    return _listed([prefix + names.get((kind, identifier), identifier) for identifier in ids], plural)


def _listed(texts: list[str], plural: str) -> str:
    return f"{len(texts)} {plural}" if len(texts) > MANY else ", ".join(texts)


def entity_type_words(entity_type: str) -> str:
    """Return how people call an entity type: "schools" for school_k12."""
    return {"school_k12": "schools"}.get(entity_type, entity_type.replace("_", " "))


def _period(scope: Scope) -> str:
    if scope.fiscal_year is not None:
        months = {jurisdiction.fiscal_year_start_month for jurisdiction in scope.calendar()}
        if len(months) > 1:
            return f"FY{scope.fiscal_year} (each state's own)"
        first, last = scope.period()
        return f"FY{scope.fiscal_year} ({_month(first)} – {_month(last)})"
    if scope.from_date and scope.to_date:
        return f"{scope.from_date} – {scope.to_date}"
    if scope.from_date:
        return f"since {scope.from_date}"
    return f"until {scope.to_date}" if scope.to_date else "all dates"


def _month(day: dt.date) -> str:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[day.month - 1]} {day.year}"

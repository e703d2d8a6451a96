"""The scope: what narrows every panel, every query and every extract alike."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.reference import Jurisdiction, jurisdictions, jurisdictions_by_code
from portfolio_tui.portfolio.schema import ENTITY_TYPES

FIRST_DAY = dt.date(1, 1, 1)
LAST_DAY = dt.date(9999, 12, 31)


@dataclass(frozen=True)
class Scope:
    """States, alliances, categories, vendors, contracts, entity types, a period and an as-of date.

    An empty tuple, or None, does not narrow. The period is a fiscal year (each state's own) or two dates,
    both included. Raises UserError when the values contradict one another.
    """

    states: tuple[str, ...] = ()
    alliances: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    entity_types: tuple[str, ...] = ()
    fiscal_year: int | None = None
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    as_of: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse a scope that cannot mean anything."""
        _refuse_unknown("state", self.states, [jurisdiction.code for jurisdiction in jurisdictions()])
        _refuse_unknown("entity type", self.entity_types, ENTITY_TYPES)
        if self.fiscal_year is not None and (self.from_date or self.to_date):
            raise UserError("A scope has a fiscal year or a range of dates, not both; leave one of them out.")
        if self.fiscal_year is not None and not 1900 <= self.fiscal_year <= 2999:
            raise UserError(
                f"{self.fiscal_year} is no fiscal year; write the year in which it ends, as 2026."
            )
        if self.from_date and self.to_date and self.from_date > self.to_date:
            raise UserError(
                f"The period ends ({self.to_date}) before it starts ({self.from_date}); swap the dates."
            )

    @property
    def has_period(self) -> bool:
        """Whether the scope narrows the dates of spend."""
        return self.fiscal_year is not None or self.from_date is not None or self.to_date is not None

    def calendar(self) -> tuple[Jurisdiction, ...]:
        """Return the jurisdictions whose fiscal calendars matter here: those in scope, or all."""
        known = jurisdictions_by_code()
        return tuple(known[code] for code in self.states) if self.states else jurisdictions()

    def period(self) -> tuple[dt.date, dt.date]:
        """Return the first and last day that any state in scope counts."""
        if self.fiscal_year is None:
            return self.from_date or FIRST_DAY, self.to_date or LAST_DAY
        bounds = [jurisdiction.fiscal_year_bounds(self.fiscal_year) for jurisdiction in self.calendar()]
        return min(first for first, _ in bounds), max(last for _, last in bounds)

    def values(self) -> dict[str, Any]:
        """Return the parts that narrow, under their names, as plain values that JSON or TOML can hold."""
        return {
            field.name: list(value) if isinstance(value, tuple) else _plain(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) not in ((), None)
        }

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> "Scope":
        """Return the scope that `values` gave; raises UserError when they are not a scope's."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise UserError(f"A scope has no {unknown[0]!r}; it has {', '.join(sorted(known))}.")
        try:
            return cls(**{name: _read_value(name, value) for name, value in values.items()})
        except (TypeError, ValueError) as error:
            raise UserError(f"The scope cannot be read: {error}.") from error

    def arguments(self) -> tuple[str, ...]:
        """Return the scope as the options that give it on the command line."""
        pairs: list[tuple[str, object]] = []
        for option, chosen in _LIST_OPTIONS.items():
            pairs += [(option, value) for value in getattr(self, chosen)]
        for option, chosen in _SINGLE_OPTIONS.items():
            value = getattr(self, chosen)
            pairs += [] if value is None else [(option, value)]
        return tuple(text for option, value in pairs for text in _as_typed(option, str(value)))


_LIST_OPTIONS = {
    "--state": "states",
    "--alliance": "alliances",
    "--category": "categories",
    "--vendor": "vendors",
    "--contract": "contracts",
    "--entity-type": "entity_types",
}
_SINGLE_OPTIONS = {
    "--fiscal-year": "fiscal_year",
    "--from": "from_date",
    "--to": "to_date",
    "--as-of": "as_of",
}


def _read_value(name: str, value: Any) -> Any:  # noqa: ANN401 the type depends on the name
    if name == "fiscal_year":
        return int(value)
    if name in {"from_date", "to_date", "as_of"}:
        return dt.date.fromisoformat(value)
    if isinstance(value, str):
        raise TypeError(f"{name} is a list, not {value!r}")
    return tuple(str(item) for item in value)


def _as_typed(option: str, value: str) -> tuple[str, ...]:
    """Return an option and its value as a command line takes them, a value that looks like an option too."""
    return (f"{option}={value}",) if value.startswith("-") else (option, value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _refuse_unknown(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    allowed = set(known)
    for value in given:
        if value not in allowed:
            raise UserError(f"There is no {what} {value!r}; use one of {', '.join(sorted(allowed))}.")

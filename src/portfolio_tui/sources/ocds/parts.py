"""Reads days and amounts of a row, noting each that cannot be read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio_tui.sources.cells import UnreadableError
from portfolio_tui.sources.notes import CELLS_NOT_READ
from portfolio_tui.sources.ocds.amounts import amount_of, stated
from portfolio_tui.sources.ocds.dates import day_of
from portfolio_tui.sources.ocds.gathering import Gathering, Place
from portfolio_tui.sources.ocds.shapes import Json


@dataclass(frozen=True)
class Parts:
    """The parts of one row, which stands at `place`; the portfolio is kept in `currency`."""

    gathering: Gathering
    place: Place
    currency: str
    noted: set[tuple[str, str]] = field(default_factory=set)

    def day(self, path: str, value: object) -> dt.date | None:
        """Return a day, None where there is none or it cannot be read."""
        if not isinstance(value, str) or not value:
            return None
        try:
            return day_of(value)
        except UnreadableError as error:
            self.note(path, value, str(error))
            return None

    def amount(self, path: str, value: object) -> Decimal | None:
        """Return an amount, None where there is none, it cannot be read, or it is in another currency."""
        amount, currency = stated(value)
        if not amount:
            return None
        if currency and currency != self.currency:
            self.note(path, f"{amount} {currency}", f"is in {currency}, and the portfolio in {self.currency}")
            return None
        try:
            return amount_of(amount)
        except UnreadableError as error:
            self.note(path, amount, str(error))
            return None

    def first_amount(self, values: Iterable[tuple[str, object]]) -> Decimal | None:
        """Return the first of the amounts that can be read; those after it are not looked at."""
        for path, value in values:
            amount = self.amount(path, value)
            if amount is not None:
                return amount
        return None

    def note(self, path: str, raw_text: str, reason: str) -> None:
        """Note once a part that cannot be read."""
        if (path, raw_text) in self.noted:
            return
        self.noted.add((path, raw_text))
        self.gathering.note(CELLS_NOT_READ, self.place, path, raw_text, reason)


def part(value: Json, *names: str) -> object:
    """Return what stands under `names`, one within the other; None where something is missing."""
    found: object = value
    for name in names:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def text_of(value: Json, *names: str) -> str:
    """Return the text under `names`, empty where there is none."""
    found = part(value, *names)
    return found if isinstance(found, str) else ""


def objects_of(value: Json, *names: str) -> list[Json]:
    """Return the objects of the list under `names`."""
    found = part(value, *names)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

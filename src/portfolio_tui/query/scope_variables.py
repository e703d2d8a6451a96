"""The variables through which the views read the scope."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from portfolio_tui.query.scope import Scope


@dataclass(frozen=True)
class SummedMonths:
    """Whether spend lines were summed by month, and the newest day that any row has.

    The sums answer where a date falls on a month's edge; anything finer is summed from the lines.
    """

    available: bool
    newest_day: dt.date

    def reach(self, last_day: dt.date) -> bool:
        """Tell whether whole months end on `last_day`, which a day after all rows does as well."""
        return self.available and (_day_after(last_day).day == 1 or last_day >= self.newest_day)

    def cover(self, first_day: dt.date, last_day: dt.date) -> bool:
        """Tell whether whole months lie between the two days, both included."""
        return first_day.day == 1 and self.reach(last_day)


def scope_variables(scope: Scope, as_of: dt.date, months: SummedMonths) -> dict[str, Any]:
    """Return the variables that the scoped views read, under their names.

    Those that end in `by_line` tell which views must read single lines: a buyer's type, a seller and a
    category are known of lines alone.
    """
    first, last = scope.period()
    last = min(last, as_of)
    first_before, last_before = _year_before(first), _day_before(_year_before(_day_after(last)))
    finer = bool(scope.entity_types or scope.vendors or scope.categories)
    return {
        "states": list(scope.states) or None,
        "alliances": list(scope.alliances) or None,
        "categories": [_prefix(code) for code in scope.categories] or None,
        "vendors": list(scope.vendors) or None,
        "contracts": list(scope.contracts) or None,
        "entity_types": list(scope.entity_types) or None,
        "fiscal_year": scope.fiscal_year,
        "has_year_before": scope.fiscal_year is not None or scope.from_date is not None,
        "period_from": first if scope.has_period else None,
        "period_to": last,
        "period_from_year_before": first_before,
        "period_to_year_before": last_before,
        "as_of": as_of,
        "lines_are_summed": months.available,
        "period_by_line": finer or not months.cover(first, last),
        "year_before_by_line": finer or not months.cover(first_before, last_before),
        "any_period_by_line": finer or not months.reach(as_of),
        "to_date_by_line": not months.reach(as_of),
    }


def _prefix(category_code: str) -> str:
    """Return what the codes that roll up to `category_code` start with: trailing pairs of 00 cover all."""
    digits = category_code
    while len(digits) > 2 and len(digits) % 2 == 0 and digits.endswith("00"):
        digits = digits[:-2]
    return digits


def _year_before(day: dt.date) -> dt.date:
    """Return the same day a year earlier; the day after it where that year has no 29 February."""
    if day.year == 1:
        return day
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)


def _day_after(day: dt.date) -> dt.date:
    return min(day, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1)


def _day_before(day: dt.date) -> dt.date:
    return max(day, dt.date.min + dt.timedelta(days=1)) - dt.timedelta(days=1)

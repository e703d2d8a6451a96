"""Quarters of calendar and fiscal years, and the day of a report as its file's name tells it."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.sources.profile import Constant, Origin, PeriodInFileName, Profile


def quarter_bounds(year: int, quarter: int, year_starts_in_month: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a quarter of `year`, named after the year in which it ends."""
    first_year = year if year_starts_in_month == 1 else year - 1
    first_day = _month_start(first_year, year_starts_in_month + 3 * quarter - 3)
    next_first_day = _month_start(first_year, year_starts_in_month + 3 * quarter)
    return first_day, next_first_day - dt.timedelta(days=1)


def _month_start(year: int, month: int) -> dt.date:
    """Return the first day of a month counted on from `year`; 13 is January of the next year."""
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def needs_report_day(profile: Profile) -> bool:
    """Tell whether the day of the figures stands outside the rows, as in the file's name."""
    return any(isinstance(origin, PeriodInFileName) for origin in profile.flow.origins.values())


def with_report_day(profile: Profile, file: Path, as_of: dt.date | None) -> Profile:
    """Return the profile with the report's day filled in: `as_of` where given, else from the file's name.

    Raises UserError when neither tells it.
    """
    origins: dict[str, Origin] = {
        name: _dated(origin, profile, file, as_of) if isinstance(origin, PeriodInFileName) else origin
        for name, origin in profile.flow.origins.items()
    }
    tables = tuple(
        replace(mapping, origins=origins) if mapping.is_flow else mapping for mapping in profile.tables
    )
    return replace(profile, tables=tables)


def _dated(origin: PeriodInFileName, profile: Profile, file: Path, as_of: dt.date | None) -> Constant:
    if as_of is not None:
        return Constant(as_of.isoformat())
    pattern = re.escape(origin.pattern)
    pattern = pattern.replace(r"\{fiscal_year\}", "(?P<year>(?:19|20)[0-9]{2})")
    pattern = pattern.replace(r"\{quarter\}", "(?P<quarter>[1-4])")
    found = re.search(pattern + "(?![0-9])", file.stem)
    if found is None:
        raise UserError(
            f"{file}: the name does not tell the day of the figures; the profile {profile.name} looks for "
            f"{origin.pattern}. Give the day with --as-of YYYY-MM-DD."
        )
    _, last_day = quarter_bounds(int(found["year"]), int(found["quarter"]), origin.year_starts_in_month)
    return Constant(last_day.isoformat())

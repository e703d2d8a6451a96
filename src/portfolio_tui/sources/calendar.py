"""Quarters of calendar and fiscal years, and the day of a report as its file's name tells it."""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from portfolio_tui.sources.choices import ChoiceError
from portfolio_tui.sources.profile import (
    Constant,
    ContentKey,
    DayInFileName,
    Origin,
    PeriodInFileName,
    Profile,
)


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
    """Tell whether the day of the report stands outside the rows, as in the file's name."""
    return profile.flow is None or any(_is_in_name(origin) for origin in profile.flow.origins.values())


def _is_in_name(origin: Origin) -> bool:
    return isinstance(origin, PeriodInFileName | DayInFileName)


def with_report_day(profile: Profile, file: Path, as_of: dt.date | None) -> Profile:
    """Return the profile with the report's day filled in: `as_of` where given, else from the file's name.

    Raises ChoiceError when neither tells it.
    """
    if profile.flow is None:
        if as_of is None:
            raise ChoiceError(
                f"{file}: the profile {profile.name} reads a list without figures, which does not tell on "
                "which day it was made.",
                "day",
            )
        return replace(profile, report_day=as_of)
    origins: dict[str, Origin] = dict(profile.flow.origins)
    for name, origin in profile.flow.origins.items():
        if isinstance(origin, PeriodInFileName | DayInFileName):
            origins[name] = _dated(origin, profile, file, as_of, is_first=name == "period_start")
    day = origins.get("spent_on")
    key = origins.get("spend_id")
    if isinstance(day, Constant) and isinstance(key, ContentKey):
        origins["spend_id"] = replace(key, source=f"{key.source} {day.text}")
    tables = tuple(
        replace(mapping, origins=origins) if mapping.is_flow else mapping for mapping in profile.tables
    )
    return replace(profile, tables=tables)


def _dated(
    origin: PeriodInFileName | DayInFileName,
    profile: Profile,
    file: Path,
    as_of: dt.date | None,
    *,
    is_first: bool,
) -> Constant:
    day = as_of or _day_in_name(origin, file.stem)
    if day is not None and is_first and isinstance(origin, PeriodInFileName):
        day = _month_start(day.year, day.month - 2)
    elif day is not None and is_first:
        day = day.replace(day=1)
    if day is None:
        raise ChoiceError(
            f"{file}: the name does not tell the day of the figures; the profile {profile.name} looks for "
            f"{origin.pattern}.",
            "day",
        )
    return Constant(day.isoformat())


_PARTS = {
    r"\{fiscal_year\}": "(?P<year>(?:19|20)[0-9]{2})",
    r"\{quarter\}": "(?P<quarter>[1-4])",
    r"\{month\}": "(?P<year>(?:19|20)[0-9]{2})[-_. ]?(?P<month>0[1-9]|1[0-2])",
    r"\{day\}": (
        "(?P<year>(?:19|20)[0-9]{2})(?P<sign>[-_. ]?)(?P<month>0[1-9]|1[0-2])(?P=sign)(?P<day>[0-3][0-9])"
    ),
}


def _day_in_name(origin: PeriodInFileName | DayInFileName, name: str) -> dt.date | None:
    """Return the day that a file's name tells, None where it does not."""
    pattern = re.escape(origin.pattern)
    for part, expression in _PARTS.items():
        pattern = pattern.replace(part, expression)
    found = re.search(f"(?<![0-9]){pattern}(?![0-9])", name)
    if found is None:
        return None
    year = int(found["year"])
    if isinstance(origin, PeriodInFileName):
        return quarter_bounds(year, int(found["quarter"]), origin.year_starts_in_month)[1]
    if "{month}" in origin.pattern:
        return _month_start(year, int(found["month"]) + 1) - dt.timedelta(days=1)
    with suppress(ValueError):
        return dt.date(year, int(found["month"]), int(found["day"]))
    return None

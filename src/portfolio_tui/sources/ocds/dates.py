"""Reads days and moments as the standard writes them, `2016-04-08T00:00:00-06:00`."""

import datetime as dt
from functools import lru_cache

from portfolio_tui.sources.cells import parse_date

_ISO = ("YYYY-MM-DD",)
_DAYS_REMEMBERED = 4096


@lru_cache(maxsize=_DAYS_REMEMBERED)
def day_of(text: str) -> dt.date:
    """Return the day as it is written, in its own time zone; raises UnreadableError when it is none."""
    return parse_date(text, _ISO)


def instant_of(text: object) -> str:
    """Return the moment in UTC, such that texts sort as moments do; empty where `text` is no moment."""
    if not isinstance(text, str):
        return ""
    try:
        moment = dt.datetime.fromisoformat(text)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return zoned.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return ""

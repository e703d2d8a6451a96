"""Reads the parts of a scope as people write them, on the command line and in the dialog alike."""

import datetime as dt
import re

from portfolio_tui.errors import UserError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FISCAL_YEAR = re.compile(r"(?:FY ?)?(\d{4})", re.IGNORECASE | re.ASCII)


def day_from(text: str) -> dt.date:
    """Return the day that `text` writes as 2026-06-30; raises UserError where it is none."""
    written = text.strip()
    if _DAY.fullmatch(written) is None:
        raise UserError(f"{text!r} is no date; write it as 2026-06-30.")
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise UserError(f"There is no day {written}; write the date as 2026-06-30.") from None


def fiscal_year_from(text: str) -> int:
    """Return the fiscal year that `text` writes as 2026 or FY2026; raises UserError where it is none."""
    written = _FISCAL_YEAR.fullmatch(text.strip())
    if written is None:
        raise UserError(f"{text!r} is no fiscal year; write the year in which it ends, as 2026.")
    return int(written[1])

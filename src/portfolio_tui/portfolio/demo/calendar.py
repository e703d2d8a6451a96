"""The days that the demo turns on."""

import datetime as dt

AS_OF = dt.date(2026, 6, 30)
"""The demo's default as-of date: nothing is ordered, shipped, invoiced or reported after it."""

HISTORY_STARTS_ON = dt.date(2021, 7, 1)
"""The first day of spend: five fiscal years of most states up to `AS_OF`."""


def quarter_name(day: dt.date) -> str:
    """Return the calendar quarter of `day`, as 2026-Q1."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month `months` later; the 29th to 31st become the 28th."""
    month_number = day.month - 1 + months
    return dt.date(day.year + month_number // 12, month_number % 12 + 1, min(day.day, 28))


def term_end(starts_on: dt.date, months: int) -> dt.date:
    """Return the last day of a term of `months` that starts on `starts_on`."""
    return months_later(starts_on, months) - dt.timedelta(days=1)

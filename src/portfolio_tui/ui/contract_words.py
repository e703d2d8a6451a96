"""What the dashboard says of a contract in words: its status, when it runs out, why it needs attention."""

import datetime as dt
from collections.abc import Mapping

from portfolio_tui.measures.contract_rows import ContractUtilization
from portfolio_tui.ui.figures import MISSING, days_away, percent, short_money
from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.theme import Ink

STATUS_INKS: Mapping[str, Ink] = {
    "over ceiling": "over",
    "running out": "running-out",
    "expiring": "expiring",
    "not reported": "running-out",
    "under-used": "plain",
    "unused": "plain",
    "on track": "fine",
    "no ceiling": "quiet",
    "not started": "faint",
    "expired": "faint",
}
"""The ink of each status, the most pressing first; past and coming terms last."""

_DAYS_PER_STEP = 100_000
_LATER_THAN_ANY_DAY = 99_999
_PRESSING = ("over ceiling", "running out")
_NO_END = "no end of term known"


def status_ink(status: str) -> Ink:
    """Return the ink of a status."""
    return STATUS_INKS.get(status, "plain")


def pressing_order(row: ContractUtilization, as_of: dt.date) -> int:
    """Return a number by which the most pressing contract comes first.

    Over the ceiling comes first, then whatever needs attention by the days it has left, then the others by
    status and days left.
    """
    days = min(_LATER_THAN_ANY_DAY, max(0, pressing_days(row, as_of)))
    if row.status == "over ceiling":
        return days
    if row.needs_attention:
        return _DAYS_PER_STEP + days
    statuses = list(STATUS_INKS)
    step = statuses.index(row.status) if row.status in statuses else len(statuses)
    return (2 + step) * _DAYS_PER_STEP + days


def pressing_days(row: ContractUtilization, as_of: dt.date) -> int:
    """Return the lesser of the days until the contract runs out and the days until its term ends."""
    days = [] if row.days_left is None else [row.days_left]
    if row.runs_out_on is not None:
        days.append((row.runs_out_on - as_of).days)
    return min(days, default=_LATER_THAN_ANY_DAY)


def runs_out_words(row: ContractUtilization, as_of: dt.date) -> str:
    """Return when the ceiling is used up: "in 43 days", "after term", "over"; "—" where nothing tells."""
    if row.status in {"expired", "not started"}:
        return MISSING
    if row.status == "over ceiling":
        return "over"
    if _is_used_up(row):
        return "used up"
    if row.runs_out_after_term:
        return "after term"
    return days_away(row.runs_out_on, as_of)


def attention_reason(
    row: ContractUtilization, as_of: dt.date, currency: str = "USD", width: int | None = None
) -> str:
    """Return why a contract needs attention: "runs out in 43 days, term ends in 210".

    With a `width`, the longest of its wordings that fits into so many cells, else the shortest.
    """
    wordings = _reasons(row, as_of, currency)
    if width is None:
        return wordings[0]
    return next((words for words in wordings if cell_width(words) <= width), wordings[-1])


def _reasons(row: ContractUtilization, as_of: dt.date, currency: str) -> list[str]:
    """Return the wordings of the reason, the longest first."""
    if row.status not in _PRESSING:
        if row.ends_on is None:
            return [_NO_END]
        end, options = f"ends {days_away(row.ends_on, as_of)}", _options_left(row)
        return [f"term {end}, {options}", f"{end}, {options}", f"term {end}"]
    unit = " days"
    if row.status == "over ceiling":
        over = None if row.remaining_amount is None else -row.remaining_amount
        begin = f"over by {short_money(over, currency)}"
    elif _is_used_up(row):
        begin = "used up"
    elif row.runs_out_on is not None and not row.runs_out_after_term:
        begin, unit = f"runs out {days_away(row.runs_out_on, as_of)}", ""
    else:
        begin = f"{percent(row.ceiling_used)} used, {percent(row.elapsed)} of term gone"
    if row.days_left is None:
        return [f"{begin}, {_NO_END}", begin]
    ends = f"ends in {row.days_left:,}{unit}" if row.days_left else "ends today"
    return [f"{begin}, term {ends}", f"{begin}, {ends}", begin]


def _is_used_up(row: ContractUtilization) -> bool:
    """Tell whether the whole ceiling is used, to the cent."""
    return bool(row.ceiling_amount) and row.remaining_amount == 0


def _options_left(row: ContractUtilization) -> str:
    if row.latest_ends_on is None or row.ends_on is None:
        return "options not known"
    if row.latest_ends_on <= row.ends_on:
        return "no option left"
    return f"options to {row.latest_ends_on:%Y-%m}"

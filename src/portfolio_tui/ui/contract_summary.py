"""The upper half of a contract's page: what it is, how far it is used, and how that is reckoned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio_tui.measures.contract_rows import ContractMonth, ContractUtilization, DiscountOffList
from portfolio_tui.ui.contract_words import status_ink
from portfolio_tui.ui.figures import MINUS, MISSING, count, day, days_away, exact_money, month, percent, ratio
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Run, Runs
from portfolio_tui.ui.widgets.fact_list import Fact


@dataclass(frozen=True)
class ContractAccount:
    """Everything that the upper half says, with what has not come yet as None."""

    contract: ContractUtilization
    as_of: dt.date
    currency: str
    lead_state_name: str | None
    net_in_scope: Decimal | None
    """What of the spend the scope's states, buyers and period leave; None where it has none of these."""
    months: Sequence[ContractMonth] | None = None
    discount: DiscountOffList | None = None

    def money(self, amount: Decimal | None) -> str:
        """Return an exact amount."""
        return exact_money(amount, self.currency)


def heading(row: ContractUtilization) -> Runs:
    """Return the contract's title and status."""
    return (Run(shown(row.title), "strong"), Run("  "), Run(row.status, status_ink(row.status)))


def identity(account: ContractAccount) -> Runs:
    """Return the contract's number, vendor, alliance, lead state and category on one line."""
    row = account.contract
    parts = [row.number or row.contract_id, row.vendor_name or row.vendor_id, row.group_name]
    parts += [f"led by {account.lead_state_name}"] if account.lead_state_name else []
    parts += [row.category or row.category_code]
    return (Run(" · ".join(shown(part) for part in parts if part), "muted"),)


def facts(account: ContractAccount) -> list[Fact]:
    """Return what the page says of the contract, line by line: its use first, its terms after."""
    return [
        *_use(account),
        *_pace(account),
        *_rests_on(account.contract),
        *_in_scope(account),
        _term(account),
        _conditions(account.contract),
        *_off_list(account),
    ]


def _use(account: ContractAccount) -> list[Fact]:
    row, money = account.contract, account.money
    if row.status == "not reported":
        return [Fact("Used", f"{MISSING} no position is published up to {day(account.as_of)}", "running-out")]
    if row.ceiling_amount is None:
        return [Fact("Used", _without_ceiling(account))]
    left = f"{money(row.ceiling_amount)} ceiling {MINUS} {money(row.net_to_date)} to date"
    return [
        Fact("Used", _used_words(account), "over" if row.status == "over ceiling" else "plain"),
        Fact("Left", f"{left} = {money(row.remaining_amount)}"),
    ]


def _used_words(account: ContractAccount) -> str:
    row = account.contract
    if row.ceiling_used is None:
        words = "the ceiling is zero, so no share of it can be told"
    else:
        words = f"{percent(row.ceiling_used)} of the ceiling"
    if row.elapsed is not None:
        words += f", {percent(row.elapsed)} of the term gone"
    if row.burn_index is not None:
        words += f": burn index {ratio(row.burn_index)}"
    elif row.too_early:
        words += ": too early for a burn index"
    return words


def _without_ceiling(account: ContractAccount) -> str:
    row, money = account.contract, account.money
    to_date = f"{money(row.net_to_date)} to date"
    if row.estimate_used is None:
        words = f"{to_date}; no ceiling and no estimate to hold it against"
    else:
        estimate = f"{percent(row.estimate_used)} of the estimated {money(row.estimated_amount)}"
        words = f"{to_date} is {estimate}"
    if row.elapsed is not None:
        words += f"; {percent(row.elapsed)} of the term gone"
    return words


def _rests_on(row: ContractUtilization) -> list[Fact]:
    if row.position_on is None:
        return []
    return [Fact("Rests on", f"the position published on {day(row.position_on)}, not on lines")]


def _month_crossed(account: ContractAccount) -> dt.date | None:
    """Return the first month whose running total reaches the ceiling."""
    ceiling = account.contract.ceiling_amount
    if ceiling is None:
        return None
    return next((each.month for each in account.months or () if each.net_to_date >= ceiling), None)


def _pace(account: ContractAccount) -> list[Fact]:
    """Return when the contract runs out with the arithmetic, and the days that its pace is taken from."""
    row, money = account.contract, account.money
    if row.pace_from is None or row.pace_to is None or row.status == "not reported":
        return []
    days = max(1, (row.pace_to - row.pace_from).days + 1)
    pace = Fact(
        "Daily",
        f"{money(row.pace_amount)} ÷ {count(days)} days ({day(row.pace_from)} – {day(row.pace_to)}) = "
        f"{money(row.daily_amount)}",
    )
    runs_out = _runs_out(account)
    return [Fact("Runs out", runs_out), pace] if runs_out else [pace]


def _runs_out(account: ContractAccount) -> str:
    """Return when the ceiling is used up and how that is reckoned; empty where there is no ceiling."""
    row, money = account.contract, account.money
    if not row.ceiling_amount:
        return ""
    if row.status == "expired":
        return f"{MISSING} the term is over"
    if row.status == "over ceiling" or row.remaining_amount == 0:
        crossed = _month_crossed(account)
        return "it has" if crossed is None else f"it has, in {month(crossed)}"
    sum_words = f"{day(account.as_of)} + {money(row.remaining_amount)} ÷ {money(row.daily_amount)}"
    if row.runs_out_on is not None:
        when = "after term" if row.runs_out_after_term else days_away(row.runs_out_on, account.as_of)
        return f"{sum_words} = {day(row.runs_out_on)}, {when}"
    if row.runs_out_after_term:
        return f"after term: {sum_words} is more than a hundred years away"
    return f"{MISSING} nothing was spent in the days that the pace is taken from"


def _in_scope(account: ContractAccount) -> list[Fact]:
    if account.net_in_scope is None:
        return []
    money = account.money
    to_date = money(account.contract.net_to_date)
    return [Fact("In scope", f"{money(account.net_in_scope)} of the {to_date} to date")]


def _term(account: ContractAccount) -> Fact:
    row = account.contract
    words = f"{day(row.starts_on)} – {day(row.ends_on)}"
    if row.ends_on is not None:
        verb = "ended" if row.ends_on < account.as_of else "ends"
        words += f", {verb} {days_away(row.ends_on, account.as_of)}"
    if row.latest_ends_on is None:
        words += "; options not known"
    elif row.ends_on is not None and row.latest_ends_on <= row.ends_on:
        words += "; no option left"
    else:
        words += f"; options to {day(row.latest_ends_on)}"
    return Fact("Term", words)


def _conditions(row: ContractUtilization) -> Fact:
    parts = (
        ("warranty", row.warranty_months, "months"),
        ("delivery", row.delivery_days, "days"),
        ("payment", row.payment_days, "days"),
    )
    words = [f"{what} {MISSING if span is None else f'{count(span)} {unit}'}" for what, span, unit in parts]
    return Fact("Terms", " · ".join([*words, f"fee {rate(row.admin_fee_rate)}"]))


def _off_list(account: ContractAccount) -> list[Fact]:
    agreed, found = account.contract.discount_rate, account.discount
    if found is None or (found.discount is None and agreed is None):
        return []
    if found.discount is None:
        words = f"{MISSING} no line carries a list price"
    else:
        words = f"{rate(found.discount)} over the {percent(found.covered_share)} of sales with a list price"
    return [Fact("Off list", words if agreed is None else f"{words}; {rate(agreed)} agreed")]


def rate(fraction: Decimal | None) -> str:
    """Return a rate with the decimals that it has, up to two: 0.0025 is "0.25 %"; None is "—"."""
    if fraction is None or not fraction.is_finite():
        return MISSING
    digits = f"{fraction * 100:.2f}".rstrip("0").rstrip(".")
    return f"{digits} %".replace("-", "\N{MINUS SIGN}")

"""How figures read on screen: rounded to what matters, and "—" wherever there is no figure."""

import datetime as dt
from decimal import ROUND_HALF_UP, Context, Decimal

MISSING = "—"
MINUS = "\N{MINUS SIGN}"

_HUNDRED = Decimal(100)
_LARGEST_PERCENT = 999
_DAYS_READ_AS_DAYS = 730
_DAYS_IN_YEAR = Decimal("365.25")
# Wide enough for any amount a file may hold; the default of 28 digits would refuse some.
_ARITHMETIC = Context(prec=120, rounding=ROUND_HALF_UP)
_WHOLE_AMOUNTS_BELOW = Decimal(100_000)
_SCALES = (
    (Decimal(1_000_000), "m"),
    (Decimal(1_000_000_000), "bn"),
    (Decimal(1_000_000_000_000), "tn"),
)


def short_money(amount: Decimal | None, currency: str = "USD") -> str:
    """Return `amount` to about three digits: "$4.82 bn", "$0.41 m", "$12,345", "MXN 4.82 bn"; None is "—"."""
    if amount is None or not amount.is_finite():
        return MISSING
    return _with_currency(_short_number(amount.copy_abs()), negative=amount < 0, currency=currency)


def exact_money(amount: Decimal | None, currency: str = "USD") -> str:
    """Return `amount` to the cent ("$4,821,330,217.45"), finer only where it is finer; None is "—"."""
    if amount is None or not amount.is_finite():
        return MISSING
    exponent = amount.as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    return _with_currency(_grouped(amount.copy_abs(), decimals), negative=amount < 0, currency=currency)


def percent(share: Decimal | None) -> str:
    """Return a fraction as whole percent: 0.61 is "61 %"; None is "—".

    Where rounding would mislead it says so: "<1 %", ">99 %", ">100 %", ">999 %".
    """
    if share is None or not share.is_finite():
        return MISSING
    return f"{_whole_percent(share)} %"


def change(share: Decimal | None) -> str:
    """Return a relative change as "▲ 6 %", "▼ 6 %" or "= 0 %"; None is "—"."""
    if share is None or not share.is_finite():
        return MISSING
    arrow = "▲" if share > 0 else "▼" if share < 0 else "="
    return f"{arrow} {_whole_percent(share.copy_abs())} %"


def count(number: int | Decimal | None) -> str:
    """Return a whole number with thousands separated ("1,204"); None is "—"."""
    if number is None or (isinstance(number, Decimal) and not number.is_finite()):
        return MISSING
    digits = _grouped(Decimal(number).copy_abs(), 0)
    return f"{MINUS}{digits}" if number < 0 and digits != "0" else digits


def ratio(number: Decimal | None) -> str:
    """Return a ratio such as the burn index with two decimals ("1.37"); None is "—"."""
    if number is None or not number.is_finite():
        return MISSING
    digits = _grouped(number.copy_abs(), 2)
    return f"{MINUS}{digits}" if number < 0 and digits != "0.00" else digits


def day(date: dt.date | None) -> str:
    """Return a date as 2026-06-30; None is "—"."""
    return MISSING if date is None else date.isoformat()


def month(date: dt.date | None) -> str:
    """Return the month of a date as 2026-06; None is "—"."""
    return MISSING if date is None else date.isoformat()[:7]


def days_away(date: dt.date | None, as_of: dt.date) -> str:
    """Return how far `date` lies from `as_of`: "in 43 days", "today", "2.4 years ago"; None is "—"."""
    if date is None:
        return MISSING
    days = (date - as_of).days
    if days == 0:
        return "today"
    if abs(days) <= _DAYS_READ_AS_DAYS:
        span = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    else:
        span = f"{_grouped(abs(days) / _DAYS_IN_YEAR, 1)} years"
    return f"in {span}" if days > 0 else f"{span} ago"


def _with_currency(digits: str, *, negative: bool, currency: str) -> str:
    sign = MINUS if negative else ""
    if currency == "USD":
        return f"{sign}${digits}"
    return f"{currency} {sign}{digits}".lstrip()


def _short_number(amount: Decimal) -> str:
    if amount < _HUNDRED:
        return "0" if amount == 0 else _grouped(amount, 2)
    if _rounded(amount, 0) < _WHOLE_AMOUNTS_BELOW:
        return _grouped(amount, 0)
    scaled, name = next(
        (
            (scaled, name)
            for unit, name in _SCALES
            if _rounded(scaled := _ARITHMETIC.divide(amount, unit), 0) < 1000
        ),
        (_ARITHMETIC.divide(amount, _SCALES[-1][0]), _SCALES[-1][1]),
    )
    return f"{_three_digits(scaled)} {name}"


def _three_digits(number: Decimal) -> str:
    """Return 9.80, 41.2 or 412; more digits only from a thousand on."""
    if _rounded(number, 2) < 10:
        return _grouped(number, 2)
    return _grouped(number, 1) if _rounded(number, 1) < 100 else _grouped(number, 0)


def _whole_percent(share: Decimal) -> str:
    rounded = int(_rounded(_ARITHMETIC.multiply(share, _HUNDRED), 0))
    if share != 0 and rounded == 0:
        return "<1" if share > 0 else f">{MINUS}1"
    if rounded == 100 and share != 1:
        return ">99" if share < 1 else ">100"
    if abs(rounded) > _LARGEST_PERCENT:
        return f">{_LARGEST_PERCENT}" if share > 0 else f"<{MINUS}{_LARGEST_PERCENT}"
    return f"{MINUS if rounded < 0 else ''}{abs(rounded)}"


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal((0, (1,), -decimals)), context=_ARITHMETIC)


def _grouped(number: Decimal, decimals: int) -> str:
    return f"{_rounded(number, decimals):,f}"

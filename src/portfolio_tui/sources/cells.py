"""Reads single cells: amounts, dates, whole numbers and truths, from text as publishers write them.

Every function takes text without blanks around it, and returns the exact value or raises UnreadableError.
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

DECIMAL_MARKS = (".", ",")
FIRST_YEAR = 1900
LAST_YEAR = 2199
_SHOWN_CHARACTERS = 60


class UnreadableError(ValueError):
    """A cell that cannot be read; its message says why, quoting the text."""


def shown(text: str) -> str:
    """Quote `text` for a message: cut where it is long, what does not print as its escape."""
    cut = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
    return f'"{printable(cut)}"'


def printable(text: str) -> str:
    """Return `text` with every character that does not print (newlines, escapes) as its escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


_NUMBERS = {
    mark: re.compile(rf"(?:[0-9]+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+)?(?:{re.escape(mark)}([0-9]*))?")
    for mark, group in ((".", ","), (",", r"[.\u0020\u00a0]"))
}
_MINUS = ("-", "\u2212")
_DOLLAR_SIGN = re.compile(r"^([-\u2212+(]?)\s*\$\s*")
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-\u2212+])?\s*(?P<number>.*?)\s*(?P<late_sign>-)?\s*(?P<close>\))?", re.DOTALL
)


def parse_decimal(text: str, *, mark: str = ".", places: int = 2, digits: int = 18) -> Decimal:
    """Read an amount such as `1,234.50`, `$0.00`, `(12.00)`, `-12`, `12-` or the accountants' zero `-`.

    The result has exactly `places` decimals. More decimals are read only when the further ones are zeros,
    and more than `digits` digits in all are refused: nothing is ever rounded.
    """
    found = _AMOUNT.fullmatch(_DOLLAR_SIGN.sub(r"\1", text))
    if found is None or bool(found["open"]) != bool(found["close"]):
        raise UnreadableError(f"{shown(text)} is not an amount")
    signs = [sign for sign in (found["open"], found["sign"], found["late_sign"]) if sign]
    if len(signs) == 1 and signs[0] in _MINUS and not found["number"]:
        return Decimal(0).scaleb(-places)
    if len(signs) > 1:
        raise UnreadableError(f"{shown(text)} has more than one sign")
    value = _plain_number(text, found["number"], mark, places, digits)
    return -value if value and signs and signs != ["+"] else value


def _plain_number(text: str, number: str, mark: str, places: int, digits: int) -> Decimal:
    if _NUMBERS[mark].fullmatch(number) is None or not re.search("[0-9]", number):
        raise UnreadableError(f"{shown(text)} is not an amount")
    whole, _, fraction = number.partition(mark)
    whole_digits = re.sub("[^0-9]", "", whole).lstrip("0")
    if fraction[places:].strip("0"):
        raise UnreadableError(f"{shown(text)} has more than {places} decimals")
    if len(whole_digits) > digits - places:
        raise UnreadableError(f"{shown(text)} has more than {digits - places} digits")
    return Decimal(f"{whole_digits or '0'}.{fraction[:places].ljust(places, '0')}")


def parse_integer(text: str) -> int:
    """Read a whole number such as `1,234` or `12.00`."""
    return int(parse_decimal(text, places=0))


def parse_year(text: str) -> int:
    """Read a year, 1900 to 2199."""
    if not re.fullmatch("[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise UnreadableError(f"{shown(text)} is not a year")
    return int(text)


_TRUTHS = {
    "true": True,
    "yes": True,
    "y": True,
    "1": True,
    "false": False,
    "no": False,
    "n": False,
    "0": False,
}


def parse_boolean(text: str) -> bool:
    """Read `true`, `yes`, `Y`, `1` and their opposites."""
    answer = _TRUTHS.get(text.lower())
    if answer is None:
        raise UnreadableError(f"{shown(text)} is neither yes nor no")
    return answer


_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_TIME = (
    r"(?:(?:T|\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*"
    r"(?:[AaPp][Mm])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DATE_PATTERNS = {
    "YYYY-MM-DD": r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    "YYYYMMDD": r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    "M/D/YYYY": r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})",
    "M/D/YY": r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{2})",
    "Mon D, YYYY": r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>[0-9]{1,2}),?\s+(?P<year>[0-9]{4})",
}
_DATES = {name: re.compile(pattern + _TIME) for name, pattern in _DATE_PATTERNS.items()}
DATE_FORMATS = tuple(_DATES)
"""The notations of dates that a profile can name; each may be followed by a time, which is dropped."""


@lru_cache(maxsize=1 << 14)
def parse_date(text: str, formats: tuple[str, ...]) -> dt.date:
    """Read a date in the first of `formats` (names out of DATE_FORMATS) that fits.

    Two-digit years are 1969 to 2068. Years before 1900 are refused: they are typing errors such as 0019.
    """
    for name in formats:
        found = _DATES[name].fullmatch(text)
        if found is not None:
            return _date(text, found)
    raise UnreadableError(f"{shown(text)} is not a date ({' or '.join(formats)})")


def _date(text: str, found: re.Match[str]) -> dt.date:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year <= 68 else 1900
    month = _month(found["month"])
    if year < FIRST_YEAR:
        raise UnreadableError(f"{shown(text)} lies before the year {FIRST_YEAR}")
    try:
        return dt.date(year, month, int(found["day"]))
    except ValueError as error:
        raise UnreadableError(f"{shown(text)} is no day of the calendar") from error


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    name = text.lower()
    fitting = [number for number, month in enumerate(_MONTH_NAMES, start=1) if name in {month, month[:3]}]
    return fitting[0] if fitting else 0

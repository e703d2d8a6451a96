"""Reads the amounts of the standard, each with its currency."""

import re
from decimal import Decimal

from portfolio_tui.sources.cells import UnreadableError, parse_decimal, shown
from portfolio_tui.sources.readers.typed_cells import number_text

_PLAIN = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,2})?")
_CENT = Decimal("0.01")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+")
_FRACTION = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_SURE_DIGITS = 15
_LARGEST_POWER = 30


def amount_of(text: str) -> Decimal:
    """Read an amount; raises UnreadableError when it is none, or has a fraction of a cent.

    Numbers with more digits than a floating-point number holds surely are read with the digits that it does.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text).quantize(_CENT)
    if _EXPONENT.fullmatch(text):
        number = Decimal(text)
        if number and abs(number.adjusted()) > _LARGEST_POWER:
            raise UnreadableError(f"{shown(text)} has too many digits")
        text = format(number, "f")
    if _FRACTION.fullmatch(text) and len(text.strip("-+0").replace(".", "")) > _SURE_DIGITS:
        text = number_text(float(text))
    return parse_decimal(text)


def stated(value: object) -> tuple[str, str]:
    """Return the amount and the currency of a value of the standard, each empty where it is not stated."""
    if not isinstance(value, dict):
        return "", ""
    amount, currency = value.get("amount"), value.get("currency")
    return (
        amount if isinstance(amount, str) else "",
        currency.upper() if isinstance(currency, str) else "",
    )

"""Writes typed values of workbooks and Parquet files as the text that profiles read."""

from decimal import Decimal


def number_text(number: float) -> str:
    """Write a whole number exactly, others with the 15 digits that a floating-point number holds surely.

    A sum such as 0.30000000000000004 is written 0.3, as spreadsheets show it.
    """
    if number.is_integer():
        return str(int(number))
    text = format(Decimal(f"{number:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

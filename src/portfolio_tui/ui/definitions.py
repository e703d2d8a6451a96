"""What a figure means, in the words of its measure's header."""

from typing import Any

from portfolio_tui.measures.measure import Measure


def definition(measure: Measure[Any]) -> str:
    """Return what `measure` means, its formula, its denominator and what it leaves out, a line each."""
    header = measure.header
    parts = (f"{key}: {header[key]}" for key in ("formula", "denominator", "leaves out") if key in header)
    return "\n".join([header["description"], *parts])

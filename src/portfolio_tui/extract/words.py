"""What there is to say of extracts, in words."""

from collections.abc import Sequence

_STEP = 1000
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def counted(number: int, one: str, several: str) -> str:
    """Return a number with its noun: "1 row", "2,500 rows"."""
    return f"{number:,} {one if number == 1 else several}"


def size_in_words(size: int) -> str:
    """Return a size in bytes for people: "812 bytes", "20.3 kB"."""
    if size < _STEP:
        return counted(size, "byte", "bytes")
    amount, unit = float(size), 0
    while amount >= _STEP - 0.05 and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    return f"{amount:.1f} {_UNITS[unit]}"


def told_left_out(names: Sequence[str]) -> str:
    """Return what to say of columns that were left out for people's sake, and how to have them on the way."""
    options = " ".join(f"--with {name}" for name in names)
    return (
        f"Left out, for they hold people's names or contacts: {', '.join(names)}. Add {options} to have them."
    )

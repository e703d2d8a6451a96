"""Small charts in one line of text: sparklines and horizontal bars."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio_tui.ui.theme import Ink, Run, Runs

_LEVELS = "▁▂▃▄▅▆▇█"
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_NEGATIVE = "▾"
_UNKNOWN = "·"


def sparkline(values: Sequence[Decimal | None], width: int | None = None) -> str:
    """Return one character a value, scaled from zero to the largest: ▁ to █, "▾" below zero, "·" unknown.

    With a `width` only the newest (last) `width` values are drawn.
    """
    drawn = values if width is None else values[max(0, len(values) - width) :]
    largest = max((value for value in drawn if value is not None), default=Decimal(0))
    return "".join(_spark(value, largest) for value in drawn)


def horizontal_bar(value: Decimal | None, largest: Decimal, width: int, ink: Ink = "bar") -> Runs:
    """Return a bar of `value` against `largest` in `width` cells, in eighths of a cell.

    A value above zero shows at least a sliver; below zero a "◂"; an unknown one nothing.
    """
    if width <= 0:
        return ()
    if value is not None and value < 0:
        return (Run("◂", "over"), Run(" " * (width - 1)))
    fill = filled(eighths(value, largest, width))
    return (Run(fill, ink), Run(" " * (width - len(fill))))


def eighths(value: Decimal | None, largest: Decimal, width: int) -> int:
    """Return how many eighths of a cell out of `width` cells `value` fills; all of them only at `largest`."""
    if value is None or value <= 0 or largest <= 0:
        return 0
    if value >= largest:
        return width * 8
    return min(max(1, int(value / largest * width * 8)), width * 8 - 1)


def filled(amount: int) -> str:
    """Return `amount` eighths of a cell as block characters from the left."""
    return "█" * (amount // 8) + _EIGHTHS[amount % 8]


def _spark(value: Decimal | None, largest: Decimal) -> str:
    if value is None:
        return _UNKNOWN
    if value < 0:
        return _NEGATIVE
    if largest <= 0:
        return _LEVELS[0]
    return _LEVELS[min(7, int(value / largest * 8))]

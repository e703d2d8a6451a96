"""The bar that answers both questions about a contract: the ceiling used and the term elapsed."""

from decimal import Decimal

from portfolio_tui.ui.figures import percent
from portfolio_tui.ui.plain_text import fit
from portfolio_tui.ui.theme import Ink, Run, Runs
from portfolio_tui.ui.widgets.spark import eighths, filled

_TRACK = "·"
_TICK = "┊"
_OVER = "▶"
_BELOW_ZERO = "◀"
_NO_CEILING = "no ceiling"
_PERCENT_WIDTH = 7
_NARROWEST_BAR = 4


def utilization_bar(used: Decimal, elapsed: Decimal | None, width: int, ink: Ink = "bar") -> Runs:
    """Return a bar in exactly `width` cells: `used` of the ceiling filled, a tick at `elapsed`.

    Both are fractions. Over 1 the bar is full and ends in "▶"; below 0 (credits exceed sales) it begins "◀".
    A term not begun or unknown (None) has no tick, one that is over has it at the end.
    """
    if width <= 0:
        return ()
    cells = [Run(_TRACK, "faint")] * width
    for position, block in enumerate(filled(eighths(used, Decimal(1), width))):
        cells[position] = Run(block, ink)
    last = width - 1
    if used > 1:
        cells[last] = Run(_OVER, "over")
        last = max(0, last - 1)
    if elapsed is not None and elapsed >= 0 and width > 1:
        cells[min(last, int(elapsed * width))] = Run(_TICK, "strong")
    if used < 0:
        cells[0] = Run(_BELOW_ZERO, "over")
    return _joined(cells)


def utilization(
    used: Decimal | None,
    elapsed: Decimal | None,
    width: int,
    ink: Ink = "bar",
    estimate_used: Decimal | None = None,
) -> Runs:
    """Return the bar with its percentage in exactly `width` cells, or "no ceiling" where `used` is None.

    Without a ceiling the share of the estimate follows where known; the one never stands for the other.
    """
    if width <= 0:
        return ()
    if used is None:
        return (Run(fit(_without_ceiling(estimate_used, width), width), "muted"),)
    bar_width = width - _PERCENT_WIDTH
    figure_ink: Ink = "over" if used > 1 else "plain"
    if bar_width < _NARROWEST_BAR:
        return (Run(fit(percent(used), width, "right"), figure_ink),)
    return (
        *utilization_bar(used, elapsed, bar_width, ink),
        Run(fit(percent(used), _PERCENT_WIDTH, "right"), figure_ink),
    )


def utilization_text(used: Decimal | None, estimate_used: Decimal | None = None) -> str:
    """Return what the bar says in words, for search, copy and the cell view."""
    return _without_ceiling(estimate_used) if used is None else percent(used)


def _without_ceiling(estimate_used: Decimal | None, width: int | None = None) -> str:
    """Return the longest wording that fits into `width` cells."""
    if estimate_used is None:
        return _NO_CEILING
    share = percent(estimate_used)
    wordings = (f"{_NO_CEILING} · {share} of the estimate", f"{_NO_CEILING} · est. {share}", _NO_CEILING)
    return next((words for words in wordings if width is None or len(words) <= width), _NO_CEILING)


def _joined(cells: list[Run]) -> Runs:
    """Return neighbours of one ink as one run."""
    runs: list[Run] = []
    for cell in cells:
        if runs and runs[-1].ink == cell.ink:
            runs[-1] = Run(runs[-1].text + cell.text, cell.ink)
        else:
            runs.append(cell)
    return tuple(runs)

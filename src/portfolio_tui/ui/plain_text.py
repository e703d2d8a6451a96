"""Makes text from data fit for a line of a terminal: no control character gets through; widths are cells."""

import unicodedata
from pathlib import Path
from typing import Literal

from rich.cells import cell_len, split_graphemes

from portfolio_tui.terminal_text import shown

__all__ = ["Align", "cell_width", "clip", "fit", "folded", "shown", "written"]

Align = Literal["left", "right", "center"]

ELLIPSIS = "…"


def written(path: Path) -> str:
    """Return a path as people write it, ~ standing for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):  # elsewhere, or a user without a home folder
        return str(path)


def cell_width(text: str) -> int:
    """Return how many terminal cells `text` takes."""
    return cell_len(text)


def clip(text: str, width: int) -> str:
    """Return `text` cut to at most `width` cells, ending in "…" where something was cut off."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    kept, used = 0, 0
    for _start, end, cells in split_graphemes(text)[0]:
        if used + cells > width - 1:
            break
        kept, used = end, used + cells
    return text[:kept] + ELLIPSIS


def fit(text: str, width: int, align: Align = "left") -> str:
    """Return `text` in exactly `width` cells: padded on the side away from `align`, or cut with "…"."""
    clipped = clip(text, width)
    missing = max(0, width - cell_len(clipped))
    if align == "right":
        return " " * missing + clipped
    if align == "center":
        left = missing // 2
        return " " * left + clipped + " " * (missing - left)
    return clipped + " " * missing


def folded(text: str) -> str:
    """Return `text` for comparing without regard to case and accents: "Société" and "SOCIETE" fold alike."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))

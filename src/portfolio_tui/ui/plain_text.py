"""Makes text from data fit for a line of a terminal: no control character gets through; widths are cells."""

import re
import unicodedata
from typing import Literal

from rich.cells import cell_len, split_graphemes

Align = Literal["left", "right", "center"]

ELLIPSIS = "…"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_DELETE_SYMBOL = "\N{SYMBOL FOR DELETE}"
_CONTROL_PICTURES = 0x2400

# Everything but printable ASCII is looked at; most text of a portfolio is ASCII and takes the short way.
_ORDINARY = re.compile(r"[ -~]*").fullmatch
# Cc controls, Cf formats (direction overrides, zero width), Zl and Zp line breaks, Cs lone surrogates.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def shown(text: str) -> str:
    """Return `text` with each control, direction or zero width character as a visible stand-in.

    The result is one line that a terminal prints as it is: C0 controls become pictures (␛ ␊ ␉), the others �.
    """
    if _ORDINARY(text):
        return text
    return "".join(map(_shown_character, text))


def _shown_character(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE_CATEGORIES:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return _DELETE_SYMBOL if code == 0x7F else _REPLACEMENT


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

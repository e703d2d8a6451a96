"""Makes text from data fit for a terminal, with no library that draws: no control character gets through."""

import re
import unicodedata

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


def columns_taken(text: str) -> int:
    """Return how many columns of a terminal `text` takes: wide characters two, marks on others none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of_character, text))


def _shown_character(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE_CATEGORIES:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return _DELETE_SYMBOL if code == 0x7F else _REPLACEMENT


def _columns_of_character(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1

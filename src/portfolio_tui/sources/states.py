"""Reads states as publishers write them: codes, names in any case of letters, and lists of both."""

import json
import re
from collections.abc import Iterator
from functools import cache

from portfolio_tui.portfolio.reference import jurisdictions
from portfolio_tui.sources.cells import UnreadableError, shown

ALL_STATES = ("all states", "all 50 states", "all")
"""What stands in a list for the fifty states and the District of Columbia, in any case of letters."""

_BETWEEN = re.compile(r"[,;|/\r\n]|\band\b", re.IGNORECASE)
_CAPITAL = re.compile(r"\bwashington,?\s*d\.?\s?c\b\.?", re.IGNORECASE)


def state_code(text: str) -> str:
    """Return the code of the state that `text` names; raises UnreadableError where it names none."""
    code = _codes().get(_plain(text))
    if code is None:
        raise UnreadableError(f"{shown(text)} is not the code or name of a state")
    return code


def listed_states(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the states listed in `text`, each once, and the parts of it that name none.

    `text` is a JSON list, or names and codes with commas, semicolons, bars, slashes or "and" between them.
    """
    codes: dict[str, None] = {}
    unread: list[str] = []
    for part in _parts(text):
        found = _all_states() if part.lower() in ALL_STATES else _codes_in(part)
        codes.update(dict.fromkeys(found))
        if not found:
            unread.append(part)
    return tuple(codes), tuple(unread)


def _parts(text: str) -> Iterator[str]:
    try:
        value = json.loads(text) if text.startswith("[") else None
    except (ValueError, RecursionError):
        value = None
    texts = [str(item) for item in value if item is not None] if isinstance(value, list) else [text]
    for each in texts:
        for part in _BETWEEN.split(_CAPITAL.sub("DC", each)):
            if part.strip():
                yield part.strip()


def _codes_in(part: str) -> tuple[str, ...]:
    """Return the state that `part` names, or those whose codes it is put together of: `CT DE ME`."""
    whole = _codes().get(_plain(part))
    if whole is not None:
        return (whole,)
    words = [_codes().get(word.lower()) if len(word) == 2 else None for word in part.split()]
    codes = tuple(code for code in words if code is not None)
    return codes if len(codes) == len(words) else ()


def _plain(text: str) -> str:
    return " ".join(text.replace(".", "").replace(",", " ").lower().split())


@cache
def _codes() -> dict[str, str]:
    """Return the codes of the jurisdictions under their codes and names, in small letters."""
    codes = {each.code.lower(): each.code for each in jurisdictions()}
    names = {_plain(each.name): each.code for each in jurisdictions()}
    return {**names, **codes, "washington dc": "DC", "us virgin islands": "VI"}


@cache
def _all_states() -> tuple[str, ...]:
    return tuple(each.code for each in jurisdictions() if each.kind in {"state", "district"})

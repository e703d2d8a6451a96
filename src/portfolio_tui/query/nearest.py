"""Finds what somebody meant who wrote a name nearly right."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_LEAST_LIKENESS = 0.6
_AS_GOOD_AS = 0.1


def or_nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence with what is nearest to `name` among `known`; with all of them where none is near."""
    names = sorted(known)
    near = nearest(name, names)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There are {', '.join(names)}." if names else "There are none."


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the `known` names that are near to `name`; capitals are as small letters."""
    names = sorted(known)
    by_letters = {other.lower(): other for other in names}
    close = get_close_matches(name.lower(), by_letters, n=3, cutoff=_LEAST_LIKENESS)
    least = _likeness(name, close[0]) - _AS_GOOD_AS if close else 0
    near = [by_letters[other] for other in close if _likeness(name, other) >= least]
    near += [other for other in names if name.lower() in other.lower() and other not in near][:3]
    return tuple(near[:3])


def _likeness(name: str, other: str) -> float:
    return SequenceMatcher(None, other, name.lower()).ratio()

"""Finds what somebody meant who wrote a name nearly right."""

from collections.abc import Iterable
from difflib import get_close_matches


def or_nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence with what is nearest to `name` among `known`; with all of them where none is near.

    Capitals and small letters are the same.
    """
    names = sorted(known)
    by_letters = {other.lower(): other for other in names}
    near = [by_letters[each] for each in get_close_matches(name.lower(), by_letters, n=3, cutoff=0.6)]
    near += [other for other in names if name.lower() in other.lower() and other not in near][:3]
    if near:
        return f"Did you mean {' or '.join(near[:3])}?"
    return f"There are {', '.join(names)}." if names else "There are none."

"""Alliances that are known by words in what is said of a contract."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from portfolio_tui.sources.column_reading import text_of
from portfolio_tui.sources.profile import WordsIn


@dataclass(frozen=True)
class KnownAlliance:
    """An alliance, and the words that name it."""

    alliance_id: str
    name: str
    kind: str
    words: tuple[str, ...]


KNOWN_ALLIANCES = (
    KnownAlliance("naspo", "NASPO ValuePoint", "national", ("NASPO", "WSCA")),
    KnownAlliance("sourcewell", "Sourcewell", "national", ("Sourcewell", "NJPA")),
    KnownAlliance(
        "omnia", "OMNIA Partners", "national", ("OMNIA", "U.S. Communities", "National IPA", "NCPA")
    ),
    KnownAlliance("mmcap", "MMCAP Infuse", "national", ("MMCAP",)),
    KnownAlliance("gsa", "GSA cooperative purchasing", "federal", ("GSA",)),
    KnownAlliance("1gpa", "1Government Procurement Alliance", "national", ("1GPA",)),
    KnownAlliance("peppm", "PEPPM", "other", ("PEPPM",)),
)


def alliances_named_in(rows: pl.DataFrame, columns: Sequence[str]) -> tuple[tuple[KnownAlliance, str], ...]:
    """Return the alliances that the texts of some columns name, each with the word by which."""
    found: list[tuple[KnownAlliance, str]] = []
    for alliance in KNOWN_ALLIANCES:
        for word in alliance.words:
            origin = WordsIn(tuple(columns), {word: alliance.alliance_id})
            if rows.select(text_of(origin).is_not_null().any()).item():
                found.append((alliance, word))
    return tuple(found)

"""Looks at the first releases of files: whose they are, in which currency, and where the buyers are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from portfolio_tui.sources.ocds.documents import Documents, Found
from portfolio_tui.sources.ocds.opening import looks_like_releases, opened_releases
from portfolio_tui.sources.ocds.parts import objects_of, part, text_of
from portfolio_tui.sources.ocds.reading import currencies_of
from portfolio_tui.sources.ocds.rows import rows_of
from portfolio_tui.sources.ocds.shapes import Json
from portfolio_tui.sources.ocds.tables import state_of
from portfolio_tui.sources.unpacking import LeftOut, source_files

_MOST_FILES = 20
_MOST_RELEASES = 500
_PREFIX_LENGTH = len("ocds-213czf")


@dataclass
class ReleasesSeen:
    """What the first releases of files say: each Counter counts how often.

    `prefixes` are those of the ocids, in small letters; `states` the codes in the addresses of buyers in the
    United States, `elsewhere` the country and region of others.
    """

    publishers: Counter[str] = field(default_factory=Counter)
    prefixes: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)


def look_at_releases(sources: Sequence[Path]) -> ReleasesSeen | None:
    """Look at the first files in `sources`; None where one of them is not of this standard.

    Raises SourceError when one cannot be read.
    """
    seen = ReleasesSeen()
    with TemporaryDirectory(prefix="portfolio-tui-", ignore_cleanup_errors=True) as scratch:
        files = (file for file in source_files(sources, Path(scratch)) if not isinstance(file, LeftOut))
        for file in islice(files, _MOST_FILES):
            if not looks_like_releases(file):
                return None
            documents = Documents()
            with opened_releases(file, documents, lambda: 0) as opened:
                for found in islice(opened.releases, _MOST_RELEASES):
                    if isinstance(found, Found):
                        _see(found.release, seen)
            if documents.publisher:
                seen.publishers[documents.publisher] += 1
    return seen if seen.prefixes else None


def _see(release: Json, seen: ReleasesSeen) -> None:
    rows = rows_of(release)
    read = rows.release
    seen.prefixes[text_of(read, "ocid")[:_PREFIX_LENGTH].lower()] += 1
    seen.currencies.update(currencies_of(rows))
    publisher = text_of(release, "packageInfo", "publisher", "name")
    if publisher:
        seen.publishers[publisher] += 1
    for buyer in _buyers(read):
        state = state_of(buyer)
        if state is not None:
            seen.states[state] += 1
        elif text_of(buyer, "address", "countryName") or text_of(buyer, "address", "region"):
            address = (text_of(buyer, "address", name) for name in ("countryName", "region"))
            seen.elsewhere[", ".join(each for each in address if each)] += 1


def _buyers(release: Json) -> Iterator[Json]:
    for named in (release.get("buyer"), part(release, "tender", "procuringEntity")):
        if isinstance(named, dict) and named.get("address"):
            yield named
    for party in objects_of(release, "parties"):
        roles = party.get("roles")
        if isinstance(roles, list) and "buyer" in roles and party.get("address"):
            yield party

"""Puts a profile together for files in the Open Contracting Data Standard."""

import re
from collections.abc import Iterator
from pathlib import Path

from portfolio_tui.sources.guessing.guessed import Guess, Reason
from portfolio_tui.sources.guessing.toml_text import Block, Line, text, written
from portfolio_tui.sources.known_profiles import bundled_profiles
from portfolio_tui.sources.ocds.looking import ReleasesSeen
from portfolio_tui.sources.ocds.settings import FORMAT
from portfolio_tui.sources.profile import FILL_IN, Profile
from portfolio_tui.sources.profile_toml import profile_of_text, read_profile

_ANY_PUBLISHER = "ocds"


def guess_for_releases(seen: ReleasesSeen) -> Guess:
    """Return the bundled profile of the publisher, or the one for any; else a first one, to be completed."""
    profiles = [read_profile(file) for file in bundled_profiles().values()]
    for profile in profiles:
        if profile.ocds is not None and profile.ocds.ocid_prefix in seen.prefixes:
            reason = f"The files are releases whose ids begin with {profile.ocds.ocid_prefix}."
            return _bundled(profile, reason)
    if len(seen.currencies) <= 1 and seen.states and not seen.elsewhere:
        found = ", ".join(sorted(seen.states))
        reason = f"The files are releases in one currency, of buyers in {found}."
        return _bundled(next(profile for profile in profiles if profile.name == _ANY_PUBLISHER), reason)
    return first_for_releases(seen)


def _bundled(profile: Profile, reason: str) -> Guess:
    toml = profile.file.read_text(encoding="utf-8")
    return Guess(profile.name, toml, (Reason("", reason),), bundled=profile.name)


def first_for_releases(seen: ReleasesSeen) -> Guess:
    """Return a first profile for the releases, with what only the user knows left to be filled in."""
    prefix = seen.prefixes.most_common(1)[0][0]
    publisher = next((name for name, _ in seen.publishers.most_common(1)), "")
    name = re.sub(r"[^a-z0-9]+", "-", (publisher or prefix).lower()).strip("-") or "releases"
    notes = ["A first profile for releases of the Open Contracting Data Standard."]
    blocks = [
        _top(seen, publisher or prefix),
        _alliance(publisher, name),
        Block("[file]", (Line("format", text(FORMAT)),)),
        Block("[ocds]", tuple(_settings(seen, prefix))),
    ]
    toml = written(notes, blocks)
    reasons = [Reason("", notes[0])]
    reasons += [
        Reason(".".join(each for each in (block.path, line.key) if each), line.reason)
        for block in blocks
        for line in block.lines
        if line.reason
    ]
    unfinished = profile_of_text(toml, Path(f"{name}.toml")).unfinished
    return Guess(name, toml, tuple(reasons), missing=unfinished)


def _top(seen: ReleasesSeen, called: str) -> Block:
    lines = [Line("title", text(f"{called}, open contracting")), Line("portfolio_name", text(called))]
    if seen.currencies:
        counted = ", ".join(f"{count:,} in {name}" for name, count in seen.currencies.most_common())
        why = f"Of the first amounts {counted}; what is in another currency is set aside."
        lines.append(Line("currency", text(seen.currencies.most_common(1)[0][0]), why))
    if len(seen.states) == 1 and not seen.elsewhere:
        lines.append(Line("state", text(next(iter(seen.states))), "As in the addresses of the buyers."))
    elif not seen.states or seen.elsewhere:
        where = "; ".join(place for place, _ in seen.elsewhere.most_common(3)) or "none"
        why = (
            f"Only you know: the state of the buyers, as OR, or the code of another place, as MX-CMX with "
            f"[ocds] place. Their addresses say: {where}."
        )
        lines.append(Line("state", text(FILL_IN), why))
    return Block("", tuple(lines))


def _alliance(publisher: str, name: str) -> Block:
    why = (
        "Whose contracts these are: their publisher."
        if publisher
        else "Only you know: whose contracts these are."
    )
    return Block(
        "[[alliances]]",
        (
            Line("id", text(name if publisher else FILL_IN), why),
            Line("name", text(publisher or FILL_IN)),
            Line(
                "kind",
                text(FILL_IN),
                "Only you know: how far it reaches (national, regional, state, local, federal, other).",
            ),
        ),
    )


def _settings(seen: ReleasesSeen, prefix: str) -> Iterator[Line]:
    yield Line(
        "ocid_prefix", text(prefix), "The ids of the releases begin so; files that do are recognised by it."
    )
    if seen.elsewhere and not seen.states:
        yield Line("place", text(FILL_IN), "What the place is called whose code is the state.")

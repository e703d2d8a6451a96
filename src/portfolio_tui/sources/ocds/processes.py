"""Merges the releases of one contracting process, by the library of the standard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portfolio_tui.sources.ocds.merge_rules import known_version, merge_rules
from portfolio_tui.sources.ocds.nulls import without_nulls, without_taken_away
from portfolio_tui.sources.ocds.rows import contracts_of, transactions_of
from portfolio_tui.sources.ocds.shapes import Json
from portfolio_tui.sources.ocds.staging import StagedRelease


@dataclass(frozen=True)
class Statement:
    """What one release says of a contract's term and ceiling; a part that it does not say is empty."""

    release_id: str
    instant: str
    ends_on: str | None
    ceiling: object


@dataclass(frozen=True)
class Process:
    """One contracting process as all of its releases together tell it.

    `newest` is the last of the releases that count; `history` has the statements on each contract by its id,
    the oldest first. `undated` could not be put in order, and are left out of it.
    """

    ocid: str
    merged: Json
    newest: StagedRelease
    history: Mapping[str, tuple[Statement, ...]]
    undated: tuple[StagedRelease, ...]
    last_stated: Mapping[tuple[str, ...], StagedRelease]
    """The release that last stated a contract, by its id, or a payment, by both ids."""


def merged_process(ocid: str, releases: Sequence[StagedRelease]) -> Process:
    """Merge the releases of a process, which come in order, each once.

    The newest compiled release stands for all that are not younger than it. Of several releases those
    without a date are left out.
    """
    dated = [release for release in releases if release.instant]
    undated = [release for release in releases if not release.instant]
    if not dated:
        dated, undated = undated[:1], undated[1:]
    counted = _since_compiled(dated)
    history: dict[str, list[Statement]] = {}
    last_stated: dict[tuple[str, ...], StagedRelease] = {}
    for release in dated:
        for key, contract in _contracts(release.release):
            history.setdefault(key, []).append(_statement(release, contract))
    for release in counted:
        for key, contract in _contracts(release.release):
            last_stated[key,] = release
            last_stated.update(((key, str(paid["id"])), release) for paid in transactions_of(contract))
    statements = {key: tuple(said) for key, said in history.items()}
    return Process(ocid, _merged(counted), counted[-1], statements, tuple(undated), last_stated)


def _merged(releases: Sequence[StagedRelease]) -> Json:
    """Merge the releases by the rules of the newest version among them."""
    if len(releases) == 1:
        found = without_nulls(releases[0].release)
        return found if isinstance(found, dict) else {}
    # It takes a while to load.
    from ocdsmerge.merge import CompiledRelease

    has_parties = any(release.release.get("parties") for release in releases)
    version = max(known_version(release.version, has_parties=has_parties) for release in releases)
    merged = CompiledRelease(merge_rules=merge_rules(version))
    for release in releases:
        merged.data = without_taken_away(merged.data, release.release)
        merged.append(release.release)
    found = merged.asdict()
    return found if isinstance(found, dict) else {}


def _since_compiled(releases: Sequence[StagedRelease]) -> list[StagedRelease]:
    """Return the newest compiled release and those after it; all where none is compiled."""
    compiled = [place for place, release in enumerate(releases) if release.is_compiled]
    if not compiled:
        return list(releases)
    base = releases[compiled[-1]]
    return [base, *(release for release in releases[compiled[-1] + 1 :] if release.instant > base.instant)]


def _contracts(release: Json) -> Iterator[tuple[str, Json]]:
    for contract in contracts_of(release):
        yield str(contract["id"]), contract


def _statement(release: StagedRelease, contract: Json) -> Statement:
    period, maximum = contract.get("period"), contract.get("maximumValue")
    ends_on = period.get("endDate") if isinstance(period, dict) else None
    ceiling = maximum.get("amount") if isinstance(maximum, dict) else None
    return Statement(release.release_id, release.instant, ends_on, ceiling)

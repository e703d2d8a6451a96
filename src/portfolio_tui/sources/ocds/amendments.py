"""Tells the amendments of a contract: those that it lists, with what the releases say they changed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio_tui.sources.ocds.dates import instant_of
from portfolio_tui.sources.ocds.parts import Parts, objects_of, part, text_of
from portfolio_tui.sources.ocds.processes import Statement
from portfolio_tui.sources.ocds.shapes import Json

_END, _CEILING = "endDate", "maximumValue"


@dataclass(frozen=True)
class Amendment:
    """One amendment; what no release tells is empty."""

    kind: str
    signed_on: dt.date | None
    old_ends_on: dt.date | None
    new_ends_on: dt.date | None
    old_ceiling_amount: Decimal | None
    new_ceiling_amount: Decimal | None


@dataclass(frozen=True)
class _Change:
    """What the contract said before a release and after it."""

    before: Statement
    after: Statement


def amendments_of(contract: Json, history: Sequence[Statement], parts: Parts) -> list[Amendment]:
    """Return the amendments that the contract lists, the oldest first, each once.

    What one changed is told by the release that it names, else by the first release from its day on that
    says something else than the one before; version 1.0 lists the former values in the amendment itself.
    """
    changes = list(_changes(history))
    found: list[Amendment] = []
    for listed in _listed(contract):
        change = _change_of(listed, changes)
        if change is not None:
            changes.remove(change)
        amendment = _amendment(listed, change, parts)
        if amendment not in found:
            found.append(amendment)
    return found


def _listed(contract: Json) -> list[Json]:
    last = contract.get("amendment")
    listed = [*objects_of(contract, "amendments"), *([last] if isinstance(last, dict) and last else [])]
    return sorted(listed, key=lambda amendment: instant_of(amendment.get("date")))


def _changes(history: Sequence[Statement]) -> Iterator[_Change]:
    """Yield each change of term or ceiling; what a release does not say stays as it was."""
    before: Statement | None = None
    for said in history:
        after = said
        if before is not None:
            after = replace(
                said, ends_on=said.ends_on or before.ends_on, ceiling=said.ceiling or before.ceiling
            )
            if (after.ends_on, after.ceiling) != (before.ends_on, before.ceiling):
                yield _Change(before, after)
        before = after


def _change_of(listed: Json, changes: Sequence[_Change]) -> _Change | None:
    release_id = text_of(listed, "releaseID")
    named = [change for change in changes if release_id and change.after.release_id == release_id]
    signed = instant_of(listed.get("date"))
    later = [change for change in changes if signed and change.after.instant >= signed]
    return next(iter(named or ([] if release_id else later)), None)


def _amendment(listed: Json, change: _Change | None, parts: Parts) -> Amendment:
    old_end = new_end = None
    old_ceiling = new_ceiling = None
    if change is not None and change.before.ends_on != change.after.ends_on:
        old_end = parts.day("contract.period.endDate", change.before.ends_on)
        new_end = parts.day("contract.period.endDate", change.after.ends_on)
    if change is not None and change.before.ceiling != change.after.ceiling:
        old_ceiling = parts.amount("contract.maximumValue", {"amount": change.before.ceiling})
        new_ceiling = parts.amount("contract.maximumValue", {"amount": change.after.ceiling})
    for former in objects_of(listed, "changes"):
        place, value = text_of(former, "property"), part(former, "former_value")
        if _END in place and old_end is None:
            old_end = parts.day("contract.amendment.changes", value)
        elif _CEILING in place and old_ceiling is None:
            old_ceiling = parts.amount("contract.amendment.changes", {"amount": value})
    is_of_ceiling = old_ceiling != new_ceiling and old_end == new_end
    return Amendment(
        kind="ceiling" if is_of_ceiling else "other",
        signed_on=parts.day("contract.amendments.date", listed.get("date")),
        old_ends_on=old_end,
        new_ends_on=new_end,
        old_ceiling_amount=old_ceiling,
        new_ceiling_amount=new_ceiling,
    )

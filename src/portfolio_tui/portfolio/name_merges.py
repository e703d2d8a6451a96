"""What the decisions on names come to: which id is shown as which other, once the known ids are looked at."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from portfolio_tui.portfolio.name_variants import (
    APART,
    MEND,
    MERGE,
    TABLE_OF_KIND,
    NameVariants,
    VariantLine,
)
from portfolio_tui.portfolio.problems import Problem, Severity


@dataclass(frozen=True)
class NameMerges:
    """For each table, `vendors` or `entities`: what each merged id is shown as, and which pairs are apart."""

    merged: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    apart: Mapping[str, frozenset[frozenset[str]]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tables(self) -> frozenset[str]:
        """The tables of which ids are merged."""
        return frozenset(table for table, ids in self.merged.items() if ids)


def settle(
    variants: NameVariants, known: Mapping[str, Collection[str]]
) -> tuple[NameMerges, tuple[Problem, ...]]:
    """Return what the decisions come to among the `known` ids of each table, and which cannot be followed.

    A decision that names an unknown id, contradicts another or leads in a circle merges nothing; each such
    problem names its lines.
    """
    merged: dict[str, Mapping[str, str]] = {}
    apart: dict[str, frozenset[frozenset[str]]] = {}
    faults: list[tuple[int, str]] = []
    for kind, table in TABLE_OF_KIND.items():
        decided = [line for line in variants.decided if line.kind == kind]
        unknown = list(_unknown(decided, kind, known.get(table, ())))
        faults += unknown
        numbers = {number for number, _ in unknown}
        usable = [line for line in decided if line.number not in numbers]
        merged[table], faults_of_merges = _followed(usable)
        faults += faults_of_merges
        apart[table] = frozenset(_pair(line) for line in usable if line.decision == APART)
    problems = (
        Problem(Severity.WARNING, f"line {number}: {fault} {MEND}", file=variants.path)
        for number, fault in sorted(faults)
    )
    return NameMerges(MappingProxyType(merged), MappingProxyType(apart)), tuple(problems)


def _unknown(lines: Iterable[VariantLine], kind: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    for line in lines:
        for name in (line.id, line.proposed_id):
            if name not in known:
                yield line.number, f"there is no {kind} {name!r}."


def _followed(lines: list[VariantLine]) -> tuple[Mapping[str, str], list[tuple[int, str]]]:
    """Return which id is shown as which in the end, and which lines cannot be followed and why."""
    merges: dict[str, VariantLine] = {}
    faults: list[tuple[int, str]] = []
    contradicted: set[str] = set()
    for line in lines:
        if line.decision != MERGE:
            continue
        first = merges.setdefault(line.id, line)
        if first.proposed_id != line.proposed_id:
            contradicted.add(line.id)
            faults.append(
                (line.number, f"line {first.number} merges {line.id} into {first.proposed_id} already.")
            )
    targets = {id_: line.proposed_id for id_, line in merges.items() if id_ not in contradicted}
    circular = {id_ for id_ in targets if _end_of(id_, targets) is None}
    faults += [(merges[id_].number, f"merging {id_} leads in a circle.") for id_ in sorted(circular)]
    ends = {id_: _end_of(id_, targets) for id_ in targets if id_ not in circular}
    followed = {id_: end for id_, end in ends.items() if end is not None}
    for line in lines:
        one, other = followed.get(line.id, line.id), followed.get(line.proposed_id, line.proposed_id)
        if line.decision == APART and one == other:
            faults.append((line.number, f"{line.id} and {line.proposed_id} are merged by other lines."))
            followed = {id_: end for id_, end in followed.items() if end != one}
    return MappingProxyType(followed), faults


def _end_of(id_: str, targets: Mapping[str, str]) -> str | None:
    """Return where the merges lead from `id_`, or None where they lead in a circle."""
    passed = {id_}
    while id_ in targets:
        id_ = targets[id_]
        if id_ in passed:
            return None
        passed.add(id_)
    return id_


def _pair(line: VariantLine) -> frozenset[str]:
    return frozenset({line.id, line.proposed_id})

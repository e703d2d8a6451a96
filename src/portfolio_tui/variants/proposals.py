"""Proposes names for merging: which vendors, and which buyers of one state, may be one under two ids."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from portfolio_tui.portfolio.name_variants import APART, NameVariants
from portfolio_tui.query.documented_sql import DocumentedSQL, read_folder
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import DEFAULT_TIME_LIMIT_SECONDS, QueryRequest, QueryService
from portfolio_tui.variants.reading import Kind, ReadName, read_name, why_alike

FOLDER = Path(__file__).parent
_SHARED_NAMES = frozenset(
    {"academy", "borough", "elementary", "high", "middle", "school", "town", "township"}
)
_UNSHARED_NAMES = frozenset({"district"})


@dataclass(frozen=True)
class Named:
    """A vendor or a buyer that no other was merged into: id, name, and the spend behind it.

    `family` is the vendor that it belongs to in the end, or itself; the state and the type are a buyer's.
    """

    id: str
    name: str
    family: str
    state: str | None
    entity_type: str | None
    lines: int
    amount: Decimal


@dataclass(frozen=True)
class Proposal:
    """Two ids whose names are read alike: the one to be merged, the one most used, and why."""

    kind: Kind
    merged: Named
    into: Named
    why: str


def propose(
    service: QueryService,
    variants: NameVariants,
    kinds: Iterable[Kind] = ("vendor", "entity"),
    *,
    request_number: int = 1,
    time_limit_seconds: float = DEFAULT_TIME_LIMIT_SECONDS,
) -> list[Proposal]:
    """Return what may be merged and is not decided, by kind, what has the most spend behind it first.

    Each kind is a request, one after the other under that number. Raises QueryError where one fails.
    """
    found: list[Proposal] = []
    for kind in kinds:
        request = QueryRequest(
            request_number, _queries()[kind], Scope(), time_limit_seconds=time_limit_seconds
        )
        rows = service.run(request).table.to_pylist()
        apart = {
            frozenset({line.id, line.proposed_id})
            for line in variants.decided
            if line.kind == kind and line.decision == APART
        }
        pairs = pairs_of(kind, [Named(**row) for row in rows])
        open_pairs = [pair for pair in pairs if frozenset({pair.merged.id, pair.into.id}) not in apart]
        found += sorted(open_pairs, key=lambda pair: (-abs(pair.merged.amount), pair.merged.id))
    return found


def pairs_of(kind: Kind, names: Iterable[Named]) -> Iterator[Proposal]:
    """Yield for each group of names that are read alike every other one with the one most used."""
    groups: dict[tuple[str | None, ...], list[tuple[Named, ReadName]]] = defaultdict(list)
    for named in names:
        read = read_name(named.name, kind)
        if read.is_telling and (kind == "vendor" or _is_one_body(named, read)):
            groups[named.state, *read.words].append((named, read))
    for group in groups.values():
        for alike in _of_one_form(group) if len(group) > 1 else ():
            yield from _proposals(kind, alike)


def _is_one_body(named: Named, read: ReadName) -> bool:
    """Tell whether a state has only one buyer of that name: there are many Lincoln Schools in a state."""
    words = set(read.words)
    return named.state is not None and (not words & _SHARED_NAMES or bool(words & _UNSHARED_NAMES))


def _of_one_form(group: Sequence[tuple[Named, ReadName]]) -> list[list[tuple[Named, ReadName]]]:
    """Return the names whose legal forms agree; among several forms, what states none belongs to none."""
    reads = [read for _, read in group]
    if all(one.agrees_with(other) for one in reads for other in reads):
        return [list(group)]
    by_form: dict[frozenset[str], list[tuple[Named, ReadName]]] = defaultdict(list)
    for named, read in group:
        if read.legal_form:
            by_form[read.legal_form].append((named, read))
    return [alike for alike in by_form.values() if len(alike) > 1]


def _proposals(kind: Kind, alike: Sequence[tuple[Named, ReadName]]) -> Iterator[Proposal]:
    into, into_read = min(alike, key=lambda one: (-one[0].lines, -one[0].amount, one[0].id))
    for named, read in alike:
        types = {named.entity_type, into.entity_type} - {None}
        if named.id != into.id and named.family != into.family and len(types) <= 1:
            yield Proposal(kind, named, into, why_alike(named.name, read, into.name, into_read))


@cache
def _queries() -> Mapping[str, DocumentedSQL]:
    return read_folder(FOLDER)

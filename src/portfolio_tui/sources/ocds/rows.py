"""Takes a release apart into the rows that are counted: its contracts, and their transactions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from portfolio_tui.sources.ocds.shapes import (
    CONTRACT,
    RELEASE,
    TRANSACTION,
    Json,
    Misfit,
    raw_json,
    shaped_object,
)

ROW = "sourceRow"
"""The mark of a contract or a transaction: which row of its release it is, from 0; a merge keeps the last."""


@dataclass(frozen=True)
class RowNote:
    """A row set aside, or a part of a row that cannot be read (`path` names it, else it is empty)."""

    row: int
    path: str
    raw_text: str
    reason: str


@dataclass
class ReleaseRows:
    """What is read of a release. `count` is how many rows it has, those set aside among them.

    A row is a contract, or a transaction of one; a release without contracts has none, and is one itself.
    """

    release: Json
    count: int = 0
    set_aside: list[RowNote] = field(default_factory=list)
    cells: list[RowNote] = field(default_factory=list)

    def next_row(self) -> int:
        """Count a further row, and return its number."""
        self.count += 1
        return self.count - 1

    def note(self, row: int, misfits: list[Misfit]) -> None:
        """Note parts of a row that are not of their type."""
        self.cells += [RowNote(row, misfit.path, misfit.raw_text, misfit.reason) for misfit in misfits]


def rows_of(release: Json) -> ReleaseRows:
    """Return the rows of a release, with every contract and transaction that has an id of its own."""
    misfits: list[Misfit] = []
    rows = ReleaseRows(shaped_object(release, RELEASE, "", misfits))
    contracts: dict[str, Json] = {}
    for contract in _objects(release.get("contracts")):
        _add_contract(contract, contracts, rows)
    rows.note(0, misfits)
    if contracts:
        rows.release["contracts"] = list(contracts.values())
    elif _is_null(release, "contracts"):
        rows.release["contracts"] = None
    return rows


def contracts_of(release: Json) -> list[Json]:
    """Return the contracts of a release that was read."""
    found = release.get("contracts")
    return found if isinstance(found, list) else []


def transactions_of(contract: Json) -> list[Json]:
    """Return the transactions of a contract that was read."""
    implementation = contract.get("implementation")
    found = implementation.get("transactions") if isinstance(implementation, dict) else None
    return found if isinstance(found, list) else []


def _add_contract(contract: object, contracts: dict[str, Json], rows: ReleaseRows) -> None:
    row = rows.next_row()
    if not isinstance(contract, dict):
        rows.set_aside.append(RowNote(row, "", raw_json(contract), "is no JSON object"))
        return
    misfits: list[Misfit] = []
    found = shaped_object(contract, CONTRACT, "contract", misfits)
    identity = found.get("id")
    alone = {name: value for name, value in contract.items() if name != "implementation"}
    if not isinstance(identity, str) or not identity:
        rows.set_aside.append(RowNote(row, "id", raw_json(alone), "is a contract without an id"))
        for transaction in _stated_transactions(contract):
            reason = "is a payment of a contract without an id"
            rows.set_aside.append(RowNote(rows.next_row(), "", raw_json(transaction), reason))
        return
    rows.note(row, misfits)
    first = contracts.setdefault(identity, found)
    if first is found:
        first[ROW] = row
    elif not _is_same(first, found):
        reason = f"repeats the id {identity} of another contract of its release, and says something else"
        rows.set_aside.append(RowNote(row, "id", raw_json(alone), reason))
    _add_transactions(contract, first, rows)


def _add_transactions(contract: Json, found: Json, rows: ReleaseRows) -> None:
    """Add to the contract `found` what `contract` says was paid."""
    known: dict[object, Json] = {transaction["id"]: transaction for transaction in transactions_of(found)}
    for transaction in _stated_transactions(contract):
        row = rows.next_row()
        if not isinstance(transaction, dict):
            rows.set_aside.append(RowNote(row, "", raw_json(transaction), "is no JSON object"))
            continue
        misfits: list[Misfit] = []
        paid = shaped_object(transaction, TRANSACTION, "transaction", misfits)
        identity = paid.get("id")
        if not identity:
            reason = "is a payment without an id: in a further release it could not be recognised"
            rows.set_aside.append(RowNote(row, "id", raw_json(transaction), reason))
        elif identity not in known:
            known[identity] = {**paid, ROW: row}
            rows.note(row, misfits)
        elif not _is_same(known[identity], paid):
            reason = f"repeats the id {identity} of another payment of its contract, and says something else"
            rows.set_aside.append(RowNote(row, "id", raw_json(transaction), reason))
    if known:
        found["implementation"] = {"transactions": list(known.values())}
    elif _is_null(contract, "implementation"):
        found["implementation"] = None
    elif _is_null(contract.get("implementation"), "transactions"):
        found["implementation"] = {"transactions": None}


def _is_same(first: Json, second: Json) -> bool:
    """Tell whether two statements agree, but for the mark and the payments."""
    passed = (ROW, "implementation")
    return {name: first[name] for name in first if name not in passed} == second


def _stated_transactions(contract: Json) -> Iterator[object]:
    implementation = contract.get("implementation")
    if isinstance(implementation, dict):
        yield from _objects(implementation.get("transactions"))


def _is_null(value: object, name: str) -> bool:
    """Tell whether an object says null of a part, which takes away what earlier releases said of it."""
    return isinstance(value, dict) and name in value and value[name] is None


def _objects(value: object) -> list[object]:
    """Return the items of a list; one that stands there without its list counts as its only item."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]

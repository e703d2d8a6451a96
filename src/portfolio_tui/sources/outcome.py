"""What an import did, or would do, as values: per file, per table, and examples of the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Generic, TypeVar

SHOWN_AT_MOST = 30
"""How many examples of each kind an outcome carries."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Examples(Generic[Item]):
    """The first of what may be many, and how many there are."""

    total: int
    first: tuple[Item, ...]

    @classmethod
    def of(cls, items: Iterable[Item], total: int) -> "Examples[Item]":
        """Return the first few of `items`, of which there are `total`."""
        return cls(total, tuple(islice(items, SHOWN_AT_MOST)))


@dataclass(frozen=True)
class FileOutcome:
    """The rows of one file: rows_read = kept + set_aside + folded. Cells not read are of kept rows.

    `read_as` says how its bytes were taken: `csv, cp1252, semicolon`.
    """

    file_name: str
    rows_read: int
    kept: int
    set_aside: int
    folded: int
    cells_not_read: int
    read_as: str


@dataclass(frozen=True)
class TableOutcome:
    """The records that the files gave one table: new ones, ones that replaced a row, ones that were there.

    `withdrawn` are rows of an earlier import that a newer version of their report does not bring any more,
    `superseded` records of a report of which the portfolio, or another file, has a newer version.
    """

    name: str
    added: int = 0
    replaced: int = 0
    same: int = 0
    withdrawn: int = 0
    superseded: int = 0

    def plus(self, other: "TableOutcome") -> "TableOutcome":
        """Return the sum of two outcomes of the same table."""
        return TableOutcome(
            self.name,
            self.added + other.added,
            self.replaced + other.replaced,
            self.same + other.same,
            self.withdrawn + other.withdrawn,
            self.superseded + other.superseded,
        )


@dataclass(frozen=True)
class Note:
    """A row set aside, a row folded or a cell left empty: where it stands, its text, and why.

    `column` is empty where the whole row is meant.
    """

    file_name: str
    source_row: int
    column: str
    reason: str
    raw_text: str


@dataclass(frozen=True)
class KeptRow:
    """A row of figures as it was read: where it stands, and each column's name and value as text."""

    file_name: str
    source_row: int
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Restatement:
    """A value that another took the place of; `difference` is new less old, for numbers.

    `new` is None where the cell is empty now, or the whole row was withdrawn.
    """

    table: str
    key: str
    column: str
    old: str | None
    new: str | None
    difference: Decimal | None
    is_withdrawn: bool = False


@dataclass(frozen=True)
class ControlTotal:
    """The total of a table's amounts before and after an import; None where there are none."""

    table: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, or what it would do.

    `number` is that of the import in the portfolio's log; None for a preview, or where nothing changed.
    `totals` are the control totals of the tables that have amounts. `left_out` are the files in folders and
    archives whose names are not those of data.
    """

    files: tuple[FileOutcome, ...]
    tables: tuple[TableOutcome, ...]
    kept: Examples[KeptRow]
    folded: Examples[Note]
    set_aside: Examples[Note]
    cells_not_read: Examples[Note]
    restated: Examples[Restatement]
    withdrawn: Examples[Restatement]
    left_out: tuple[str, ...]
    has_changed: bool
    totals: tuple[ControlTotal, ...] = ()
    number: int | None = None

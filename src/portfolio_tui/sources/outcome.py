"""What an import did, as values: per file, per table."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from portfolio_tui.portfolio.schema import Table
from portfolio_tui.sources.merging import NEW


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
    """The records that the files gave one table: new ones, ones that replaced a row, ones that were there."""

    name: str
    added: int = 0
    replaced: int = 0
    same: int = 0

    def plus(self, other: "TableOutcome") -> "TableOutcome":
        """Return the sum of two outcomes of the same table."""
        return TableOutcome(
            self.name, self.added + other.added, self.replaced + other.replaced, self.same + other.same
        )


@dataclass(frozen=True)
class Note:
    """A row set aside or a cell left empty: where it stands, and why. `column` is empty for a whole row."""

    file_name: str
    source_row: int
    column: str
    reason: str


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did; `restated` has a line for each figure that another took the place of.

    `left_out` are the files in folders and archives whose names are not those of data.
    """

    files: tuple[FileOutcome, ...]
    tables: tuple[TableOutcome, ...]
    set_aside: tuple[Note, ...]
    cells_not_read: tuple[Note, ...]
    restated: tuple[str, ...]
    left_out: tuple[str, ...]
    has_changed: bool


def restatements(table: Table, replaced: pl.DataFrame) -> Iterator[str]:
    """Say of each replaced row which of its values changed, from what to what."""
    names = [name for name in replaced.columns if name + NEW in replaced.columns]
    for row in replaced.iter_rows(named=True):
        key = " ".join(str(row[name]) for name in table.key)
        changes = [
            f"{name} {_shown(row[name])} -> {_shown(row[name + NEW])}"
            for name in names
            if name not in {"source_file", "source_row"} and row[name] != row[name + NEW]
        ]
        yield f"{key}: {', '.join(changes)}"


def _shown(value: object) -> str:
    return "empty" if value is None else str(value)

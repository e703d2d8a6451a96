"""Gathers what the processes give the portfolio, file by file, and writes on disk what may be much of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from portfolio_tui.portfolio.schema import table_named
from portfolio_tui.sources.column_reading import POLARS_TYPES
from portfolio_tui.sources.file_reading import FileRead
from portfolio_tui.sources.mapping import NOTE_SCHEMA
from portfolio_tui.sources.notes import CELLS_NOT_READ, NOTE_FILES, ROWS_SET_ASIDE
from portfolio_tui.sources.ocds.settings import DESCRIBED, FIGURES, OCID
from portfolio_tui.sources.ocds.staging import EARLIER
from portfolio_tui.sources.outcome import FileOutcome
from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW
from portfolio_tui.sources.records import REPORTED_ON, SOURCE_FILE

SOURCE_SHA256 = "source_sha256"
VALUE, STATUS = "ocds_value", "ocds_status"
"""Further columns of contracts, under names that no measure has."""
_FURTHER: Mapping[str, Mapping[str, pl.DataType]] = {
    "contracts": {VALUE: pl.Decimal(18, 2), STATUS: pl.String(), OCID: pl.String()},
    "spend": {OCID: pl.String()},
    "amendments": {OCID: pl.String(), SOURCE_FILE: pl.String(), SOURCE_ROW: pl.Int64()},
}
_ROWS_AT_ONCE = 50_000

Record = dict[str, object]


@dataclass(frozen=True)
class Place:
    """Where a row stands: the number and the name of its file, and the row in it, the first being 1."""

    file_number: int
    source_file: str
    source_row: int


@dataclass
class FileRows:
    """What one file gives: the counts of its rows, and the records and notes that are held or written."""

    number: int
    name: str
    sha256: str
    read_as: str = ""
    rows_read: int = 0
    kept: int = 0
    held: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    frames: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    noted: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Gathering:
    """The files of one import; `folder` is where parts are written, under names of their own."""

    folder: Path
    files: dict[int, FileRows] = field(default_factory=dict)
    held: int = 0
    written: int = 0

    def add(self, name: str, file_number: int, record: Record) -> None:
        """Add a record to the table `name` of a file."""
        self.files[file_number].held[name].append(record)
        self._count()

    def note(self, kind: str, place: Place, column: str, raw_text: str, reason: str) -> None:
        """Note a row set aside or a cell not read; what stands in files of earlier imports was noted then."""
        if place.file_number == EARLIER:
            return
        file = self.files[place.file_number]
        file.noted[kind] += 1
        file.held[kind].append(
            {
                SOURCE_FILE: file.name,
                SOURCE_ROW: place.source_row,
                "column": column or None,
                RAW_TEXT: raw_text,
                "reason": reason,
                SOURCE_SHA256: file.sha256,
            }
        )
        self._count()

    def finish(self) -> list[FileRead]:
        """Return what each file gave, in their order."""
        self._flush()
        for file in self.files.values():
            for name in FIGURES:
                if not file.parts[name]:
                    file.parts[name].append(self._part(name, []))
        return [self._file_read(file) for _, file in sorted(self.files.items())]

    def _count(self) -> None:
        self.held += 1
        if self.held >= _ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        for file in self.files.values():
            for name, records in file.held.items():
                if name in DESCRIBED:
                    file.frames[name].append(_rows(name, records))
                else:
                    file.parts[name].append(self._part(name, records))
            file.held.clear()
        self.held = 0

    def _part(self, name: str, records: Sequence[Record]) -> Path:
        self.written += 1
        part = self.folder / f"{name}-{self.written}.parquet"
        _rows(name, records).write_parquet(part)
        return part

    def _file_read(self, file: FileRows) -> FileRead:
        aside, cells = (file.noted[kind] for kind in (ROWS_SET_ASIDE, CELLS_NOT_READ))
        return FileRead(
            outcome=FileOutcome(
                file_name=file.name,
                rows_read=file.rows_read,
                kept=file.kept,
                set_aside=aside,
                folded=file.rows_read - file.kept - aside,
                cells_not_read=cells,
                read_as=file.read_as,
            ),
            sha256=file.sha256,
            described={name: _newest(name, file.frames[name]) for name in DESCRIBED},
            figures={name: tuple(file.parts[name]) for name in FIGURES},
            notes={kind: self._notes(kind, file.parts[kind]) for kind in NOTE_FILES},
        )

    def _notes(self, kind: str, parts: Sequence[Path]) -> pl.DataFrame:
        if not parts:
            return pl.DataFrame(schema=schema_of(kind))
        return pl.read_parquet(list(parts)).sort(SOURCE_ROW, "column", maintain_order=True)


def schema_of(name: str) -> dict[str, pl.DataType]:
    """Return the columns of a table or of a kind of note as they are gathered."""
    if name in NOTE_FILES:
        return {SOURCE_FILE: pl.String(), **NOTE_SCHEMA, SOURCE_SHA256: pl.String()}
    columns = {column.name: POLARS_TYPES[column.kind] for column in table_named(name).columns}
    dated: dict[str, pl.DataType] = {REPORTED_ON: pl.Date()} if name in DESCRIBED else {}
    return {**columns, **_FURTHER.get(name, {}), **dated}


def _rows(name: str, records: Sequence[Record]) -> pl.DataFrame:
    return pl.DataFrame(records, schema=schema_of(name), orient="row")


def _newest(name: str, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return one record for each key, the one that was reported last."""
    rows = pl.concat([pl.DataFrame(schema=schema_of(name)), *frames])
    key = table_named(name).key[0]
    order = [REPORTED_ON, *(column for column in rows.columns if column != REPORTED_ON)]
    return rows.sort(order, descending=True, nulls_last=True).unique(key, keep="first", maintain_order=True)

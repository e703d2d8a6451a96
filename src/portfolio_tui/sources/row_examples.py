"""Picks examples of the rows that an import keeps, folds, sets aside and restates."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from portfolio_tui.portfolio.schema import Table
from portfolio_tui.sources.file_reading import FileRead
from portfolio_tui.sources.merging import NEW
from portfolio_tui.sources.notes import CELLS_NOT_READ
from portfolio_tui.sources.outcome import SHOWN_AT_MOST, Examples, KeptRow, Note, Restatement
from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW
from portfolio_tui.sources.records import SOURCE_FILE

_WHERE_FROM = (SOURCE_FILE, SOURCE_ROW)


def kept_examples(reads: Sequence[FileRead]) -> Examples[KeptRow]:
    """Return the first rows of figures that the files hold, as they were read."""
    parts = (part for read in reads for files in read.figures.values() for part in files)
    rows = (
        KeptRow(row[SOURCE_FILE], row[SOURCE_ROW], _values(row))
        for part in parts
        for row in pl.read_parquet(part, n_rows=SHOWN_AT_MOST).iter_rows(named=True)
    )
    return Examples.of(rows, sum(read.outcome.kept for read in reads))


def folded_examples(reads: Sequence[FileRead]) -> Examples[Note]:
    """Return the first rows that were folded into others; the reason names the row."""
    return Examples((sum(read.outcome.folded for read in reads)), ())


def note_examples(reads: Sequence[FileRead], name: str) -> Examples[Note]:
    """Return the first rows set aside or cells not read, whichever is kept under `name`."""
    total = sum(
        read.outcome.cells_not_read if name == CELLS_NOT_READ else read.outcome.set_aside for read in reads
    )
    notes = (
        Note(read.outcome.file_name, row[SOURCE_ROW], row["column"] or "", row["reason"], row[RAW_TEXT])
        for read in reads
        for row in _first(read.notes[name]).iter_rows(named=True)
    )
    return Examples.of(notes, total)


def restatements(table: Table, replaced: pl.DataFrame) -> Iterator[Restatement]:
    """Yield each value of the replaced rows that changed; where a row was read from is no value."""
    names = [name for name in replaced.columns if name + NEW in replaced.columns and name not in _WHERE_FROM]
    for row in replaced.iter_rows(named=True):
        key = " ".join(str(row[name]) for name in table.key)
        for name in names:
            old, new = row[name], row[name + NEW]
            if old != new:
                difference = _difference(old, new)
                yield Restatement(table.name, key, name, _text(old), _text(new), difference)


def _first(notes: Path | pl.DataFrame) -> pl.DataFrame:
    if isinstance(notes, Path):
        return pl.read_parquet(notes, n_rows=SHOWN_AT_MOST)
    return notes.head(SHOWN_AT_MOST)


def _values(row: dict[str, object]) -> tuple[tuple[str, str], ...]:
    shown = {name: _text(value) for name, value in row.items() if name not in _WHERE_FROM}
    return tuple((name, text) for name, text in shown.items() if text is not None)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _difference(old: object, new: object) -> Decimal | None:
    if not isinstance(old, Decimal) and not isinstance(new, Decimal):
        return None
    before, after = (value if isinstance(value, Decimal) else Decimal(0) for value in (old, new))
    return after - before

"""Picks examples of the rows that an import keeps, folds, sets aside and restates."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import polars as pl

from portfolio_tui.sources.file_reading import FileRead
from portfolio_tui.sources.merged_import import MergedImport, ReadFiles
from portfolio_tui.sources.notes import CELLS_NOT_READ, ROWS_SET_ASIDE
from portfolio_tui.sources.outcome import (
    SHOWN_AT_MOST,
    ControlTotal,
    Examples,
    ImportOutcome,
    KeptRow,
    Note,
    Restatement,
)
from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW
from portfolio_tui.sources.records import SOURCE_FILE

_WHERE_FROM = (SOURCE_FILE, SOURCE_ROW)


def outcome_of(merged: MergedImport, given: ReadFiles) -> ImportOutcome:
    """Return what an import does, with examples of its rows."""
    reads, logged = given.reads, merged.logged
    restated = [merge.changes.restated() for merge in merged.figures.values()]
    withdrawn = [
        *(table.withdrawn_examples() for table in merged.described.values()),
        *(merge.changes.withdrawn(merge.outcome.withdrawn) for merge in merged.figures.values()),
    ]
    return ImportOutcome(
        files=tuple(read.outcome for read in reads),
        tables=tuple(table.outcome for table in logged.tables),
        kept=kept_examples(reads),
        folded=folded_examples(reads),
        set_aside=note_examples(reads, ROWS_SET_ASIDE),
        cells_not_read=note_examples(reads, CELLS_NOT_READ),
        restated=_together(restated),
        withdrawn=_together(withdrawn),
        left_out=(),
        has_changed=merged.has_changed,
        totals=tuple(
            ControlTotal(table.outcome.name, table.amount_before, table.amount_after)
            for table in logged.tables
            if table.outcome.name in merged.figures
        ),
    )


def kept_examples(reads: Sequence[FileRead]) -> Examples[KeptRow]:
    """Return the first rows of figures that the files hold, or of contracts in lists, as they were read."""
    figures = (
        KeptRow(row[SOURCE_FILE], row[SOURCE_ROW], _values(row))
        for read in reads
        for files in read.figures.values()
        for part in files
        for row in pl.read_parquet(part, n_rows=SHOWN_AT_MOST).iter_rows(named=True)
    )
    listed = (
        KeptRow(read.outcome.file_name, row[SOURCE_ROW], _values(row))
        for read in reads
        for row in read.contracts.iter_rows(named=True)
    )
    return Examples.of(chain(figures, listed), sum(read.outcome.kept for read in reads))


def folded_examples(reads: Sequence[FileRead]) -> Examples[Note]:
    """Return the first rows that were folded into others; the reason names the row."""
    folded = (note for read in reads for note in read.folded)
    return Examples.of(folded, sum(read.outcome.folded for read in reads))


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


def _together(examples: Sequence[Examples[Restatement]]) -> Examples[Restatement]:
    every = (one for several in examples for one in several.first)
    return Examples.of(every, sum(several.total for several in examples))


def _first(notes: Path | pl.DataFrame) -> pl.DataFrame:
    if isinstance(notes, Path):
        return pl.read_parquet(notes, n_rows=SHOWN_AT_MOST)
    return notes.head(SHOWN_AT_MOST)


def _values(row: dict[str, object]) -> tuple[tuple[str, str], ...]:
    shown = {name: _text(value) for name, value in row.items() if name not in _WHERE_FROM}
    return tuple((name, text) for name, text in shown.items() if text is not None)


def _text(value: object) -> str | None:
    return None if value is None else str(value)

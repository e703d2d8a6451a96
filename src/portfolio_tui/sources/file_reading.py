"""Reads one file by a profile, from bytes to the records of the portfolio's tables."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.sources.calendar import with_report_day
from portfolio_tui.sources.content_ids import ContentIds
from portfolio_tui.sources.described_records import DescribedRecords
from portfolio_tui.sources.folding import FoldedRows
from portfolio_tui.sources.keyed_rows import AllKept, FoldedByKey, KeyedRows, ToldApart
from portfolio_tui.sources.mapping import NOTE_SCHEMA, MappedRows, map_rows, rejected_rows
from portfolio_tui.sources.note_parts import NoteParts
from portfolio_tui.sources.notes import CELLS_NOT_READ, ROWS_SET_ASIDE
from portfolio_tui.sources.outcome import SHOWN_AT_MOST, FileOutcome, Note
from portfolio_tui.sources.parts import Parts
from portfolio_tui.sources.profile import Layout, Profile
from portfolio_tui.sources.progress import ImportProgress, Progress
from portfolio_tui.sources.readers import SourceFile, read_in_parts
from portfolio_tui.sources.readers.ahead import read_ahead
from portfolio_tui.sources.readers.digest import Digest
from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW, RawTexts, SourceRows
from portfolio_tui.sources.records import CONTENT_ID, figures_of


@dataclass(frozen=True)
class FileRead:
    """What one file holds, by the name of the table: what it describes, and its figures.

    `described` has one record a key. `figures` are Parquet files, typed as the portfolio's schema, with no
    key twice over all of them; there may be none. `notes` are kept in the portfolio under their names, those
    that may be many in a Parquet file. `folded` has the first of the rows that were folded into others, and
    `contracts` the first of a list without figures, each with its row.
    """

    outcome: FileOutcome
    sha256: str
    described: Mapping[str, pl.DataFrame]
    figures: Mapping[str, tuple[Path, ...]]
    notes: Mapping[str, Path | pl.DataFrame]
    folded: tuple[Note, ...] = ()
    contracts: pl.DataFrame = field(default_factory=pl.DataFrame)


def read_file(
    file: SourceFile,
    profile: Profile,
    as_of: dt.date | None,
    scratch: Path,
    progress: Progress | None = None,
) -> FileRead:
    """Read `file`; `as_of` is the day of its figures where the profile takes that from the file's name.

    The figures lie in the folder `scratch`, in which nothing is overwritten; no more of the file is held in
    memory than a part of it. Raises UserError when the file cannot be read as a whole, or none of its rows
    can.
    """
    dated = with_report_day(profile, file.shown, as_of)
    layout = replace(dated.layout, wanted=dated.headings())
    size = file.path.stat().st_size
    with (
        Digest(file.path) as digest,
        ContentIds() as ids,
        closing(read_ahead(read_in_parts(file, layout))) as parts,
        closing(read_ahead(_mapped(parts, dated, ids))) as coming,
    ):
        reading = _Reading(file, dated, layout, Path(mkdtemp(dir=scratch)))
        for part, mapped in coming:
            reading.take(part, mapped)
            if progress is not None:
                step = ImportProgress("reading", file.name, 1, 0, part.bytes_read, size, reading.rows_read)
                progress(step)
        return reading.finished(digest.result())


def _mapped(
    parts: Iterator[SourceRows], profile: Profile, ids: ContentIds
) -> Iterator[tuple[SourceRows, MappedRows]]:
    """Yield the parts of a file, each with what its rows say."""
    for part in parts:
        mapped = map_rows(part, profile)
        yield part, replace(mapped, rows=ids.in_place_of_texts(mapped.rows))


class _Reading:
    """The records and notes of one file, taken part by part."""

    def __init__(self, file: SourceFile, profile: Profile, layout: Layout, folder: Path) -> None:
        self.rows_read = 0
        self._file = file
        self._profile = profile
        self._layout = layout
        self._folder = folder
        self._figures = Parts(folder, "figures")
        self._described = DescribedRecords(profile)
        self._aside = NoteParts(folder, ROWS_SET_ASIDE)
        self._cells = NoteParts(folder, CELLS_NOT_READ)
        self._keyed: KeyedRows | None = None
        self._kept = 0
        self._read_as = ""
        self._parts_read = 0
        self._raw_texts: RawTexts = lambda _numbers: []

    def take(self, part: SourceRows, mapped: MappedRows) -> None:
        """Take the next rows of the file, and what they say."""
        set_aside = _with_raw_texts(mapped.set_aside, part.raw_texts)
        self._aside.take(pl.concat([rejected_rows(part), set_aside]).sort(SOURCE_ROW, maintain_order=True))
        self._cells.take(mapped.cells)
        self.rows_read += part.row_count
        self._read_as, self._raw_texts = part.read_as, part.raw_texts
        self._parts_read += 1
        if self._keyed is None:
            self._keyed = self._keyed_rows(has_content_id=CONTENT_ID in mapped.rows.columns)
        self._keyed.take(mapped.rows)

    def finished(self, sha256: str) -> FileRead:
        """Return what the file holds, now that all of its rows were taken."""
        shared = None if self._keyed is None else self._keyed.finish()
        never = _NO_ROWS if shared is None else _numbers_not_kept(shared)
        further = _NO_NOTES if shared is None else self._with_raw_texts(shared.set_aside)
        aside, aside_count = self._aside.finished(self._file.name, sha256, further=further, never=_NO_ROWS)
        cells, cells_count = self._cells.finished(self._file.name, sha256, never=never)
        if self.rows_read and not self._kept:
            raise self._nothing_read(aside)
        flow = self._profile.flow
        return FileRead(
            outcome=FileOutcome(
                file_name=self._file.name,
                rows_read=self.rows_read,
                kept=self._kept,
                set_aside=aside_count,
                folded=0 if shared is None else shared.folded.height,
                cells_not_read=cells_count,
                read_as=self._read_as,
            ),
            sha256=sha256,
            described=self._described.tables(),
            figures={} if flow is None else {flow.table.name: tuple(self._figures.paths)},
            notes={ROWS_SET_ASIDE: aside, CELLS_NOT_READ: cells},
            folded=() if shared is None else self._first_folded(shared),
            contracts=pl.DataFrame() if flow else self._described.first_contracts(SHOWN_AT_MOST),
        )

    def _first_folded(self, rows: FoldedRows) -> tuple[Note, ...]:
        """Return the first rows folded, with their texts where the file was read in one part."""
        key = list(self._profile.key)
        into = rows.kept.select(*key, pl.col(SOURCE_ROW).alias("into"))
        first = rows.folded.head(SHOWN_AT_MOST).join(into, on=key, nulls_equal=True, maintain_order="left")
        numbers = first[SOURCE_ROW].to_list()
        texts = self._raw_texts(numbers) if self._parts_read == 1 else [""] * len(numbers)
        return tuple(
            Note(self._file.name, number, "", f"is part of row {kept}", text)
            for number, kept, text in zip(numbers, first["into"].to_list(), texts, strict=True)
        )

    def _keyed_rows(self, *, has_content_id: bool) -> KeyedRows:
        if has_content_id:
            return ToldApart(self._folder, self._hand_on)
        if self._profile.key:
            return FoldedByKey(self._profile, self._folder, self._hand_on)
        return AllKept(self._hand_on)

    def _hand_on(self, kept: pl.DataFrame, folded: pl.DataFrame) -> None:
        """Make records of rows that are under their keys."""
        figures = pl.DataFrame()
        if self._profile.flow is not None:
            figures = figures_of(kept, self._profile.flow, self._profile.quarters, self._file.name)
            self._figures.write(figures)
        self._described.take(kept, folded, figures)
        self._kept += kept.height

    def _with_raw_texts(self, notes: pl.DataFrame) -> pl.DataFrame:
        """Return notes with the texts of their rows; where they are read no more, the file is read again."""
        if self._parts_read == 1 or not notes.height:
            return _with_raw_texts(notes, self._raw_texts)
        found = []
        for part in read_in_parts(self._file, self._layout):
            here = notes.join(part.positions, on=SOURCE_ROW, how="semi")
            found.append(_with_raw_texts(here, part.raw_texts))
        return pl.concat(found)

    def _nothing_read(self, aside: Path | pl.DataFrame) -> UserError:
        notes = pl.read_parquet(aside, n_rows=1) if isinstance(aside, Path) else aside
        return UserError(
            f"{self._file.shown}: none of its {self.rows_read:,} rows can be read with the profile "
            f"{self._profile.name}. Row {notes[SOURCE_ROW][0]}: {notes['reason'][0]}. Nothing was imported."
        )


_NO_NOTES = pl.DataFrame(schema=NOTE_SCHEMA)
_NO_ROWS = pl.Series(SOURCE_ROW, dtype=pl.Int64)


def _with_raw_texts(notes: pl.DataFrame, raw_texts: RawTexts) -> pl.DataFrame:
    texts = raw_texts(notes[SOURCE_ROW].to_list()) if notes.height else []
    return notes.with_columns(pl.Series(RAW_TEXT, texts, pl.String))


def _numbers_not_kept(shared: FoldedRows) -> pl.Series:
    return pl.concat([shared.folded[SOURCE_ROW], shared.set_aside[SOURCE_ROW]])

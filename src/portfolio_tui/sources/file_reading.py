"""Reads one file by a profile, from bytes to the records of the portfolio's tables."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.sources.calendar import with_report_day
from portfolio_tui.sources.folding import fold_rows
from portfolio_tui.sources.mapping import map_rows, rejected_rows
from portfolio_tui.sources.notes import CELLS_NOT_READ, ROWS_SET_ASIDE, notes_of_file
from portfolio_tui.sources.outcome import FileOutcome
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.progress import ImportProgress, Progress
from portfolio_tui.sources.readers import SourceFile, read_source
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import records_by_table


@dataclass(frozen=True)
class FileRead:
    """What one file holds, by the name of the table: what it describes, and its figures.

    `described` has one record a key. `figures` are Parquet files, typed as the portfolio's schema, with no
    key twice over all of them; there may be none. `notes` are kept in the portfolio under their names, those
    that may be many in a Parquet file.
    """

    outcome: FileOutcome
    sha256: str
    described: Mapping[str, pl.DataFrame]
    figures: Mapping[str, tuple[Path, ...]]
    notes: Mapping[str, Path | pl.DataFrame]


def read_file(
    file: SourceFile,
    profile: Profile,
    as_of: dt.date | None,
    scratch: Path,
    progress: Progress | None = None,
) -> FileRead:
    """Read `file`; `as_of` is the day of its figures where the profile takes that from the file's name.

    The figures lie in the folder `scratch`, in which nothing is overwritten. Raises UserError when the file
    cannot be read as a whole, or none of its rows can.
    """
    if progress is not None:
        progress(ImportProgress("reading", file.name, 1, 0, 0, file.path.stat().st_size, 0))
    dated = with_report_day(profile, file.shown, as_of)
    source = read_source(file, replace(dated.layout, wanted=dated.headings()))
    sha256 = file.sha256()
    mapped = map_rows(source, dated)
    rows = fold_rows(mapped.rows, dated)
    of_kept_rows = mapped.cells.join(rows.kept, on=SOURCE_ROW, how="semi")
    aside = notes_of_file(file.name, sha256, [rejected_rows(source), mapped.set_aside, rows.set_aside])
    cells = notes_of_file(file.name, sha256, [of_kept_rows])
    if source.row_count and not rows.kept.height:
        raise UserError(
            f"{file.shown}: none of its {source.row_count:,} rows can be read with the profile "
            f"{profile.name}. Row {aside[SOURCE_ROW][0]}: {aside['reason'][0]}. Nothing was imported."
        )
    records = records_by_table(rows, dated, source.file_name)
    flow = None if profile.flow is None else profile.flow.table.name
    figures: dict[str, tuple[Path, ...]] = {}
    if flow is not None:
        part = Path(mkdtemp(dir=scratch)) / f"{flow}.parquet"
        records[flow].write_parquet(part)
        figures[flow] = (part,)
    return FileRead(
        outcome=FileOutcome(
            file_name=source.file_name,
            rows_read=source.row_count,
            kept=rows.kept.height,
            set_aside=aside.height,
            folded=rows.folded.height,
            cells_not_read=cells.height,
            read_as=source.read_as,
        ),
        sha256=sha256,
        described={name: described for name, described in records.items() if name != flow},
        figures=figures,
        notes={ROWS_SET_ASIDE: aside, CELLS_NOT_READ: cells},
    )

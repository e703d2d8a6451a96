"""Imports files into a portfolio: all of them, or nothing."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.manifest import Manifest
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.portfolio.replacing import held_alone, replace_files
from portfolio_tui.portfolio.schema import FLOW_TABLES, table_named
from portfolio_tui.sources.calendar import needs_report_day
from portfolio_tui.sources.cells import shown
from portfolio_tui.sources.file_reading import FileRead, read_file
from portfolio_tui.sources.merging import merge, no_rows
from portfolio_tui.sources.notes import (
    CELLS_NOT_READ,
    NOTE_FILES,
    ROWS_SET_ASIDE,
    earlier_notes,
    with_notes,
)
from portfolio_tui.sources.outcome import Examples, ImportOutcome, Restatement, TableOutcome
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.progress import Progress
from portfolio_tui.sources.records import REPORTED_ON
from portfolio_tui.sources.row_examples import (
    folded_examples,
    kept_examples,
    note_examples,
    restatements,
)
from portfolio_tui.sources.target import existing_rows, portfolio_to_extend, write_portfolio
from portfolio_tui.sources.unpacking import LeftOut, source_files

_ONE_REPORT = "--as-of is the day of one report; import the files one after the other."


def import_files(
    files: Sequence[Path],
    profile: Profile,
    folder: Path,
    as_of: dt.date | None = None,
    *,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Read `files` by `profile` and merge them into the portfolio in `folder`, made where it is missing.

    Folders stand for the files in them, gzip and zip archives for what they hold. `as_of` is the day of the
    figures where the files' names would tell it. Raises UserError, and leaves the portfolio as it was, when
    a file or the portfolio cannot be read or written; `progress` may raise to end the import likewise.
    """
    is_new = not folder.exists()
    try:
        return _Import(files, profile, folder, as_of, progress).run()
    except OSError as error:
        reason = error.strerror or error
        raise UserError(f"{folder} cannot be written: {reason}. The portfolio is as it was.") from error
    finally:
        if is_new:
            with suppress(OSError):
                folder.rmdir()


def preview_files(
    files: Sequence[Path],
    profile: Profile,
    folder: Path,
    as_of: dt.date | None = None,
    *,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Tell what `import_files` would do with the same arguments, and write nothing to `folder`."""
    return _Import(files, profile, folder, as_of, progress).run(is_preview=True)


@dataclass(frozen=True)
class _Import:
    """What is asked for: see `import_files`."""

    sources: Sequence[Path]
    profile: Profile
    folder: Path
    as_of: dt.date | None
    progress: Progress | None

    def run(self, *, is_preview: bool = False) -> ImportOutcome:
        """Read the files, and merge them or tell what merging them would do."""
        _check_as_of(self.sources, self.profile, self.as_of)
        if not is_preview:
            self.profile.refuse_unfinished()
        portfolio_to_extend(self.folder, self.profile)
        with TemporaryDirectory(prefix="portfolio-tui-", ignore_cleanup_errors=True) as scratch:
            reads, left_out = self._read_all(Path(scratch))
            if is_preview:
                outcome = _merge_into(self.folder, reads, self.profile, is_preview=True)
            else:
                self.folder.mkdir(parents=True, exist_ok=True)
                with held_alone(self.folder):
                    outcome = _merge_into(self.folder, reads, self.profile, is_preview=False)
            return replace(outcome, left_out=left_out)

    def _read_all(self, scratch: Path) -> tuple[list[FileRead], tuple[str, ...]]:
        """Read every file in the sources, and tell those that were left out for their names."""
        reads: list[FileRead] = []
        left_out: list[str] = []
        for file in source_files(self.sources, scratch, never=self.folder):
            if isinstance(file, LeftOut):
                left_out.append(str(file.shown))
                continue
            reads.append(read_file(file, self.profile, self.as_of, scratch, self.progress))
            if self.as_of is not None and len(reads) > 1:
                raise UserError(_ONE_REPORT)
        return reads, tuple(left_out)


def _check_as_of(files: Sequence[Path], profile: Profile, as_of: dt.date | None) -> None:
    if as_of is None:
        return
    if not needs_report_day(profile):
        raise UserError(
            f"--as-of cannot be used with the profile {profile.name}: its files tell the day of each figure."
        )
    if len(files) > 1:
        raise UserError(_ONE_REPORT)


def _merge_into(
    folder: Path, reads: Sequence[FileRead], profile: Profile, *, is_preview: bool
) -> ImportOutcome:
    """Merge what was read into the portfolio as it is now, and write the tables that changed."""
    portfolio = portfolio_to_extend(folder, profile)
    if portfolio is None and not any(read.outcome.kept for read in reads):
        raise UserError("The files hold no rows of data; nothing was imported.")
    tables = [_merged_table(name, portfolio, reads, profile) for name in profile.table_names]
    notes = {name: _merged_notes(name, folder, reads) for name in NOTE_FILES}
    written = {table.outcome.name: table.rows for table in tables if table.has_changed}
    written |= {name: rows for name, rows in notes.items() if rows is not None}
    if written and not is_preview:
        newest = _newest_position(tables) if profile.flow is not None else _newest_list(reads)
        manifest = _manifest(portfolio, reads, profile, newest)
        replace_files(folder, lambda staging: write_portfolio(staging, written, manifest))
    return ImportOutcome(
        files=tuple(read.outcome for read in reads),
        tables=tuple(table.outcome for table in tables),
        kept=kept_examples(reads),
        folded=folded_examples(reads),
        set_aside=note_examples(reads, ROWS_SET_ASIDE),
        cells_not_read=note_examples(reads, CELLS_NOT_READ),
        restated=_together(tables),
        withdrawn=Examples(0, ()),
        left_out=(),
        has_changed=bool(written),
    )


@dataclass(frozen=True)
class _MergedTable:
    """A table with the records of every file merged in."""

    rows: pl.DataFrame
    outcome: TableOutcome
    restated: tuple[Restatement, ...]
    has_changed: bool


def _merged_table(
    name: str, portfolio: Portfolio | None, reads: Sequence[FileRead], profile: Profile
) -> _MergedTable:
    table = table_named(name)
    existing = None if portfolio is None else existing_rows(portfolio, table)
    rows = no_rows(table) if existing is None else existing
    outcome = TableOutcome(name)
    restated: list[Restatement] = []
    has_changed = existing is None
    for read in reads:
        records = _records(read, name)
        if name == "contracts":
            _check_same_alliance(rows, records, read.outcome.file_name, profile)
        if name == "spend" and profile.quarters is not None:
            records = _without_new_zeros(records, rows)
        merged = merge(table, rows, records)
        rows = merged.rows
        outcome = outcome.plus(TableOutcome(name, merged.added, merged.replaced.height, merged.same))
        has_changed = has_changed or merged.has_changed
        if name in FLOW_TABLES:
            restated += restatements(table, merged.replaced)
    return _MergedTable(rows, outcome, tuple(restated), has_changed)


def _records(read: FileRead, name: str) -> pl.DataFrame:
    if name in read.described:
        return read.described[name]
    parts = read.figures.get(name, ())
    return pl.read_parquet(list(parts)) if parts else no_rows(table_named(name))


def _check_same_alliance(rows: pl.DataFrame, records: pl.DataFrame, file_name: str, profile: Profile) -> None:
    """Refuse contracts that carry the id of another alliance's contract: they are not the same one.

    Between alliances that the profile tells apart by words a contract may move: its words were changed.
    """
    both = records.select("contract_id", "alliance_id").join(
        rows.select("contract_id", pl.col("alliance_id").alias("alliance_id_there")), on="contract_id"
    )
    strangers = both.filter(
        pl.col("alliance_id") != pl.col("alliance_id_there"),
        ~pl.col("alliance_id_there").is_in(profile.alliances_by_words),
    )
    for contract_id, alliance_id, there in strangers.iter_rows():
        raise UserError(
            f'{file_name} has a contract {shown(contract_id)} of the alliance "{alliance_id}", and the '
            f'portfolio has one of that id of "{there}". Import it into a folder of its own, or make the ids '
            "differ by joining a further column to contract_id in the profile."
        )


def _without_new_zeros(records: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Drop quarters of 0.00, printed for quarters to come as well, unless they restate an amount."""
    return records.filter((pl.col("amount") != 0) | pl.col("spend_id").is_in(rows["spend_id"]))


def _merged_notes(name: str, folder: Path, reads: Sequence[FileRead]) -> pl.DataFrame | None:
    """Return the notes of one kind with those of the files, or None where these add nothing."""
    earlier = notes = earlier_notes(folder, name)
    for read in reads:
        notes = with_notes(notes, read.notes[name], read.sha256)
    return None if notes.equals(earlier) else notes


def _newest_position(tables: Sequence[_MergedTable]) -> dt.date | None:
    days = [table.rows["as_of"].max() for table in tables if table.outcome.name == "balances"]
    return next((day for day in days if isinstance(day, dt.date)), None)


def _newest_list(reads: Sequence[FileRead]) -> dt.date | None:
    days = (read.described["contracts"][REPORTED_ON].max() for read in reads if "contracts" in read.described)
    return max((day for day in days if isinstance(day, dt.date)), default=None)


def _manifest(
    portfolio: Portfolio | None, reads: Sequence[FileRead], profile: Profile, newest: dt.date | None
) -> Manifest:
    sources = {f"{read.outcome.file_name} ({profile.name}, SHA-256 {read.sha256})" for read in reads}
    if portfolio is None:
        manifest = Manifest(name=profile.portfolio_name, currency=profile.currency)
    else:
        manifest = portfolio.manifest
    days = [day for day in (manifest.as_of, newest) if day is not None]
    notes = manifest.notes
    if profile.notes not in notes:
        notes = f"{notes}\n{profile.notes}".strip()
    return replace(
        manifest,
        notes=notes,
        as_of=max(days, default=None),
        sources=tuple(sorted({*manifest.sources, *sources})),
    )


def _together(tables: Sequence[_MergedTable]) -> Examples[Restatement]:
    restated = [line for table in tables for line in table.restated]
    return Examples.of(restated, len(restated))

"""What an import changes in a portfolio, worked out as a whole before anything is written."""

import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow.parquet as pq

from portfolio_tui import __version__
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.file_marks import sha256_of
from portfolio_tui.portfolio.manifest import Manifest
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.portfolio.schema import FLOW_TABLES, TABLES
from portfolio_tui.sources.described import DescribedTable, merged_table
from portfolio_tui.sources.figures.engine import MergeEngine
from portfolio_tui.sources.figures.merging import FigureMerge, FigureTable
from portfolio_tui.sources.figures.writing import write_figures
from portfolio_tui.sources.file_reading import FileRead
from portfolio_tui.sources.import_log import (
    LoggedFile,
    LoggedImport,
    LoggedTable,
    files_of,
    files_of_profile_alone,
    read_log,
    write_log,
)
from portfolio_tui.sources.note_files import NotesMerge
from portfolio_tui.sources.notes import NOTE_FILES
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.records import REPORTED_ON
from portfolio_tui.sources.restatements import write_restatements, write_withdrawn
from portfolio_tui.sources.target import files_to_extend, write_portfolio


@dataclass(frozen=True)
class FurtherFile:
    """A file that a portfolio is to hold beside its tables, made from the one that it has.

    `made_from` is the `mark_of` that one when it was read.
    """

    path: Path
    made_from: str | None

    def check(self, folder: Path, name: str) -> None:
        """Raise UserError where the portfolio has another file than the one from which this one was made."""
        if mark_of(folder / name) != self.made_from:
            raise UserError(
                f"{folder} was changed by another import while the files were read. Nothing was imported; "
                "import again."
            )


@dataclass(frozen=True)
class ReadFiles:
    """The files of an import as they were read, and where what they hold is set down meanwhile.

    `further` are files that the portfolio is to hold beside its tables from now on, by their names.
    `whole_reports` is a file of reports, each by the columns that make one: what the files tell of these is
    all that there is of them, by whatever profile earlier rows were read.
    """

    reads: Sequence[FileRead]
    profile: Profile
    scratch: Path
    imported_at: dt.datetime | None
    further: Mapping[str, FurtherFile] = field(default_factory=dict)
    whole_reports: Path | None = None


class MergedImport:
    """The tables, notes and log of a portfolio with an import merged in; `write` writes what changed.

    It holds databases, and is closed at the end of a `with`.
    """

    def __init__(
        self, folder: Path, portfolio: Portfolio | None, given: ReadFiles, check: Callable[[], None]
    ) -> None:
        """Work out the import; `check` is called several times a second, and ends it by raising.

        Raises UserError when the portfolio cannot take the files.
        """
        self._folder = folder
        self._portfolio = portfolio
        self._given = given
        self._check = check
        self._stack = ExitStack()
        self._log = read_log(folder)
        self.number = 1 + max((one.number for one in self._log), default=0)
        self.described: dict[str, DescribedTable] = {}
        self.figures: dict[str, FigureMerge] = {}
        self._notes: list[NotesMerge] = []

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.push(self._stack)
            self._merge()
            self._stack = opening.pop_all()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def has_changed(self) -> bool:
        """Whether the portfolio is another one once it is written."""
        return (
            any(table.has_changed for table in self.described.values())
            or any(merge.has_changed for merge in self.figures.values())
            or any(notes.has_changed for notes in self._notes)
            or bool(self._given.further)
        )

    @cached_property
    def logged(self) -> LoggedImport:
        """What the log will say of this import."""
        days = [day for merge in self.figures.values() for day in merge.days() if day is not None]
        tables = {name: table.logged for name, table in self.described.items()}
        tables |= {name: _logged_table(merge) for name, merge in self.figures.items()}
        profile = self._given.profile
        return LoggedImport(
            number=self.number,
            imported_at=self._given.imported_at,
            software_version=__version__,
            profile=profile.name,
            profile_sha256=sha256_of(profile.file) if profile.file.is_file() else None,
            first_day=min(days, default=None),
            newest_day=max(days, default=None),
            files=tuple(LoggedFile(read.outcome, read.sha256) for read in self._given.reads),
            tables=tuple(tables[table.name] for table in TABLES if table.name in tables),
        )

    def write(self, staging: Path) -> tuple[str, ...]:
        """Write what changed into `staging`; return the files that the portfolio must lose.

        Parts of large tables are moved, so this can be done once.
        """
        log, manifest = [*self._log, self.logged], self._manifest()
        removed: list[str] = []
        changes: list[Path] = []
        for name, merge in self.figures.items():
            if merge.has_changed:
                removed += write_figures(merge, self._folder, staging, self.number)
            changes.append(self._given.scratch / f"changes-{name}.parquet")
            merge.changes.write(changes[-1], self.number)
        for name, table in self.described.items():
            if table.withdrawn.height:
                changes.append(self._given.scratch / f"changes-{name}.parquet")
                write_withdrawn(changes[-1], self.number, name, table.withdrawn)
        write_restatements(self._folder, staging, changes)
        for notes in self._notes:
            if notes.has_changed:
                notes.write(staging)
        tables = {name: table.rows for name, table in self.described.items() if table.has_changed}
        for name, file in self._given.further.items():
            file.check(self._folder, name)
            shutil.copyfile(file.path, staging / name)
        write_portfolio(staging, tables, manifest)
        write_log(staging, log)
        return tuple(removed)

    def _merge(self) -> None:
        reads, profile, whole = self._given.reads, self._given.profile, self._given.whole_reports
        own_files = files_of_profile_alone(self._log, profile.name) if whole is None else files_of(self._log)
        brought = {name for read in reads for name in (*read.described, *read.figures)}
        of_figures = {*FLOW_TABLES, *(name for read in reads for name in read.figures)}
        for table in TABLES:
            if table.name not in brought and table.name not in profile.table_names:
                continue
            if table.name not in of_figures:
                self.described[table.name] = merged_table(table.name, self._portfolio, reads, profile, whole)
                continue
            existing = () if self._portfolio is None else files_to_extend(self._portfolio, table)
            parts = tuple(read.figures.get(table.name, ()) for read in reads)
            if not existing and table.name not in profile.table_names and not _has_rows(parts):
                continue
            given = FigureTable(table, existing, parts, profile, own_files, whole)
            self.figures[table.name] = FigureMerge(self._engine(), given)
        self._notes = [NotesMerge(self._engine(), name, self._folder, reads) for name in NOTE_FILES]

    def _engine(self) -> MergeEngine:
        return self._stack.enter_context(MergeEngine(self._given.scratch, self._check))

    def _manifest(self) -> Manifest:
        profile = self._given.profile
        sources = {
            f"{read.outcome.file_name} ({profile.name}, SHA-256 {read.sha256})" for read in self._given.reads
        }
        if self._portfolio is None:
            manifest = Manifest(name=profile.portfolio_name, currency=profile.currency)
        else:
            manifest = self._portfolio.manifest
        days = [day for day in (manifest.as_of, self._newest_day()) if day is not None]
        notes = manifest.notes
        if profile.notes not in notes:
            notes = f"{notes}\n{profile.notes}".strip()
        return replace(
            manifest,
            places={**manifest.places, **profile.places},
            notes=notes,
            as_of=max(days, default=None),
            sources=tuple(sorted({*manifest.sources, *sources})),
        )

    def _newest_day(self) -> dt.date | None:
        """Return the day of the newest position, or of the newest list of contracts without figures."""
        if self._given.profile.flow is not None:
            return self.figures["balances"].after.newest_day if "balances" in self.figures else None
        lists = (read.described["contracts"] for read in self._given.reads if "contracts" in read.described)
        days = (rows[REPORTED_ON].max() for rows in lists if REPORTED_ON in rows.columns)
        return max((day for day in days if isinstance(day, dt.date)), default=None)


def _has_rows(parts: Sequence[Sequence[Path]]) -> bool:
    return any(pq.read_metadata(part).num_rows for of_file in parts for part in of_file)


def _logged_table(merge: FigureMerge) -> LoggedTable:
    before, after = merge.before, merge.after
    return LoggedTable(merge.outcome, before.rows, after.rows, before.amount, after.amount)


def mark_of(path: Path) -> str | None:
    """Return the SHA-256 of a file, None where there is none."""
    return sha256_of(path) if path.is_file() else None

"""Imports files into a portfolio: all of them, or nothing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.portfolio.replacing import held_alone, replace_files
from portfolio_tui.sources.calendar import needs_report_day
from portfolio_tui.sources.file_reading import FileRead, read_file
from portfolio_tui.sources.merged_import import FurtherFile, MergedImport, ReadFiles, mark_of
from portfolio_tui.sources.outcome import ImportOutcome
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.progress import ImportProgress, Progress
from portfolio_tui.sources.readers import SourceFile
from portfolio_tui.sources.row_examples import outcome_of
from portfolio_tui.sources.target import portfolio_to_extend
from portfolio_tui.sources.unpacking import LeftOut, source_files

_ONE_REPORT = "The day that is given is that of one report; import the files one after the other."


def import_files(
    files: Sequence[Path],
    profile: Profile,
    folder: Path,
    as_of: dt.date | None = None,
    *,
    progress: Progress | None = None,
    imported_at: dt.datetime | None = None,
) -> ImportOutcome:
    """Read `files` by `profile` and merge them into the portfolio in `folder`, made where it is missing.

    Folders stand for the files in them, gzip and zip archives for what they hold. `as_of` is the day of the
    figures where the files' names would tell it; `imported_at` is for the log of imports. Raises UserError,
    and leaves the portfolio as it was, when a file or the portfolio cannot be read or written; `progress` may
    raise to end the import likewise.
    """
    is_new = not folder.exists()
    try:
        return _Import(files, profile, folder, as_of, progress, imported_at).run()
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
    imported_at: dt.datetime | None = None

    def run(self, *, is_preview: bool = False) -> ImportOutcome:
        """Read the files, and merge them or tell what merging them would do."""
        _check_as_of(self.sources, self.profile, self.as_of)
        if not is_preview:
            self.profile.refuse_unfinished()
        portfolio = portfolio_to_extend(self.folder, self.profile)
        with TemporaryDirectory(prefix="portfolio-tui-", ignore_cleanup_errors=True) as scratch:
            given, left_out = self._read_all(Path(scratch), portfolio)
            if is_preview:
                return self._merge(given, left_out, is_preview=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            with held_alone(self.folder):
                return self._merge(given, left_out, is_preview=False)

    def _merge(self, given: ReadFiles, left_out: tuple[str, ...], *, is_preview: bool) -> ImportOutcome:
        """Merge what was read into the portfolio as it is now, and write what changed."""
        portfolio = portfolio_to_extend(self.folder, given.profile)
        if portfolio is None and not any(read.outcome.kept for read in given.reads):
            raise UserError("The files hold no rows of data; nothing was imported.")
        watch = _Watch(self.progress, len(given.reads))
        with MergedImport(self.folder, portfolio, given, watch.look) as merged:
            outcome = replace(outcome_of(merged, given), left_out=left_out)
            if outcome.has_changed and not is_preview:
                watch.step = "writing"
                replace_files(self.folder, merged.write)
                outcome = replace(outcome, number=merged.number)
            return outcome

    def _read_all(self, scratch: Path, portfolio: Portfolio | None) -> tuple[ReadFiles, tuple[str, ...]]:
        """Read every file in the sources, and tell those that were left out for their names."""
        left_out: list[str] = []
        files = self._files(scratch, left_out)
        if self.profile.ocds is not None:
            given = self._read_open_contracting(files, scratch, portfolio)
            return given, tuple(left_out)
        reads: list[FileRead] = []
        for number, file in enumerate(files, 1):
            progress = _numbered(self.progress, number)
            reads.append(read_file(file, self.profile, self.as_of, scratch, progress))
            if self.as_of is not None and len(reads) > 1:
                raise UserError(_ONE_REPORT)
        return ReadFiles(reads, self.profile, scratch, self.imported_at), tuple(left_out)

    def _read_open_contracting(
        self, files: Iterator[SourceFile], scratch: Path, portfolio: Portfolio | None
    ) -> ReadFiles:
        """Read the files together: releases of one process may stand in several of them."""
        from portfolio_tui.sources.ocds.reading import RELEASES_FILE, read_open_contracting
        from portfolio_tui.sources.ocds.settings import OCID

        is_of_releases = portfolio is not None and OCID in portfolio.tables["contracts"].further_columns
        if is_of_releases and not (self.folder / RELEASES_FILE).is_file():
            raise UserError(
                f"{self.folder} was made from releases, and {RELEASES_FILE}, in which they were kept, is not "
                "there. Put it back, or import all the releases into a folder of their own."
            )
        currency = "" if portfolio is None else portfolio.manifest.currency
        made_from = mark_of(self.folder / RELEASES_FILE)
        found = read_open_contracting(
            files, self.profile, scratch, self.progress, portfolio=self.folder, currency=currency
        )
        profile = replace(self.profile, currency=found.currency)
        further: dict[str, FurtherFile] = {}
        if found.releases is not None:
            further[RELEASES_FILE] = FurtherFile(found.releases, made_from)
        return ReadFiles(found.reads, profile, scratch, self.imported_at, further, found.processes)

    def _files(self, scratch: Path, left_out: list[str]) -> Iterator[SourceFile]:
        """Yield every file of data in the sources; `left_out` gathers those that are none for their names."""
        for file in source_files(self.sources, scratch, never=self.folder):
            if isinstance(file, LeftOut):
                left_out.append(str(file.shown))
            else:
                yield file


class _Watch:
    """Tells how far a merge has come, and so lets it be ended, whenever it is looked at."""

    def __init__(self, progress: Progress | None, file_count: int) -> None:
        self.step: Literal["merging", "writing"] = "merging"
        self._progress = progress
        self._file_count = file_count

    def look(self) -> None:
        """Tell the step; raises what the progress raises."""
        if self._progress is not None:
            self._progress(ImportProgress(self.step, "", self._file_count, self._file_count, 0, 0, 0))


def _numbered(progress: Progress | None, number: int) -> Progress | None:
    """Return `progress` as it is told of the file of that number."""
    if progress is None:
        return None
    return lambda told: progress(replace(told, file_number=number))


def _check_as_of(files: Sequence[Path], profile: Profile, as_of: dt.date | None) -> None:
    if as_of is None:
        return
    if not needs_report_day(profile):
        raise UserError(
            f"No day can be given with the profile {profile.name}: its files tell the day of each figure."
        )
    if len(files) > 1:
        raise UserError(_ONE_REPORT)

"""Reads files in the Open Contracting Data Standard, all those of an import together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.sources.file_reading import FileRead
from portfolio_tui.sources.notes import CELLS_NOT_READ, ROWS_SET_ASIDE
from portfolio_tui.sources.ocds.amounts import stated
from portfolio_tui.sources.ocds.contracts import Awards, currency_of
from portfolio_tui.sources.ocds.documents import Documents, Form, Found, Unusable
from portfolio_tui.sources.ocds.gathering import FileRows, Gathering, Place
from portfolio_tui.sources.ocds.opening import opened_releases
from portfolio_tui.sources.ocds.processes import merged_process
from portfolio_tui.sources.ocds.rows import ReleaseRows, contracts_of, rows_of, transactions_of
from portfolio_tui.sources.ocds.settings import OpenContracting
from portfolio_tui.sources.ocds.staging import EARLIER, StagedRelease, Staging, staged_release
from portfolio_tui.sources.ocds.tables import ProcessTables
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.progress import ImportProgress, Progress
from portfolio_tui.sources.readers.encodings import escaped
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW

RELEASES_FILE = "ocds_releases.parquet"
"""The file of a portfolio in which releases are kept, for later ones of the same processes."""

_RELEASES_BETWEEN = 200
"""How many releases are read, and how many processes merged, until the progress is told."""


@dataclass
class OpenContractingReader:
    """The files of one import: they are read one after the other, then merged process by process."""

    profile: Profile
    settings: OpenContracting
    scratch: Path
    progress: Progress | None = None
    currencies: Counter[str] = field(default_factory=Counter)
    versions: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        folder = Path(mkdtemp(dir=self.scratch))
        self._staging = Staging(folder)
        self._gathering = Gathering(folder)

    def read(self, file: SourceFile) -> None:
        """Read the releases of a file; raises SourceError when it is no JSON, or is broken."""
        number = len(self._gathering.files)
        rows = FileRows(number, file.name, file.sha256())
        self._gathering.files[number] = rows
        documents = Documents()
        with opened_releases(file, documents, lambda: rows.rows_read) as found:
            for count, each in enumerate(found.releases, start=1):
                self._add(each, rows)
                if count % _RELEASES_BETWEEN == 0:
                    self._tell(file, rows, found.text.buffer.tell())
        self._tell(file, rows, file.path.stat().st_size)
        self.versions[number] = documents.version
        kinds = ", ".join(documents.kinds) or "nothing"
        rows.read_as = f"ocds {documents.version}".rstrip() + f" ({kinds}), {found.encoding}"

    def finish(self, currency: str = "", earlier: Path | None = None) -> "OpenContractingRead":
        """Merge what was read, with the `earlier` releases of the same processes.

        `currency` is that of the portfolio, where one is there. Raises UserError when the files hold several
        currencies and the profile names none, or when nothing of them can be kept.
        """
        self._staging.finish()
        wanted = self._settled_currency(currency)
        self._add_alliance()
        with closing(self._staging):
            takes_back = self._merge(wanted, earlier)
            releases = self._staging.kept(self.versions, earlier)
            processes = self._staging.ocids()
        reads = self._gathering.finish()
        if not takes_back:  # else that nothing of them is kept may be what the files are there to tell
            _check_something_is_kept(reads, self.profile)
        return OpenContractingRead(tuple(reads), wanted, releases, processes)

    def _merge(self, currency: str, earlier: Path | None) -> bool:
        """Fill the tables with each process in turn; say whether any has lost contracts since."""
        processes = self._staging.processes(self.versions, earlier)
        takes_back = False
        for number, (ocid, releases) in enumerate(processes, start=1):
            process = merged_process(ocid, releases)
            home = max(release.file_number for release in releases)
            told = ProcessTables(process, home, self.settings, currency, self._gathering).fill()
            takes_back = takes_back or not _told_before(releases) <= told
            if self.progress is not None and number % _RELEASES_BETWEEN == 0:
                self.progress(ImportProgress("merging", "", 0, len(self.versions), 0, 0, number))
        return takes_back

    def _settled_currency(self, currency: str) -> str:
        """Return the portfolio's currency: the profile's, else that of `currency`, else the files' only one.

        Raises UserError, which counts the amounts in each, when there are several or none.
        """
        if self.profile.currency or currency:
            return self.profile.currency or currency
        if len(self.currencies) == 1:
            return next(iter(self.currencies))
        if not self.currencies:
            raise UserError(
                'The files state no currency. Name it in a profile of your own: currency = "USD".'
            )
        counted = ", ".join(f"{name} ({count:,})" for name, count in self.currencies.most_common())
        raise UserError(
            f"The files state amounts in several currencies: {counted}. A portfolio has one, since two "
            "cannot be summed. Name the one to import in a profile of your own, as currency = "
            f'"{self.currencies.most_common(1)[0][0]}"; what is in another is then set aside.'
        )

    def _add(self, each: Found | Unusable, file: FileRows) -> None:
        first_row = file.rows_read + 1
        if isinstance(each, Unusable):
            file.rows_read += 1
            place = Place(file.number, file.name, first_row)
            self._gathering.note(ROWS_SET_ASIDE, place, "", escaped(each.raw_text), each.reason)
            return
        rows = rows_of(each.release)
        file.rows_read += max(1, rows.count)
        for kind, notes in ((ROWS_SET_ASIDE, rows.set_aside), (CELLS_NOT_READ, rows.cells)):
            for note in notes:
                place = Place(file.number, file.name, first_row + note.row)
                self._gathering.note(kind, place, note.path, note.raw_text, note.reason)
        self.currencies.update(currencies_of(rows))
        staged, content = staged_release(
            rows,
            is_compiled=each.form is Form.COMPILED,
            version=each.version,
            source_file=file.name,
            file_number=file.number,
            first_row=first_row,
        )
        self._staging.add(staged, content)

    def _add_alliance(self) -> None:
        alliance = {
            "alliance_id": self.settings.alliance_id,
            "name": self.settings.alliance_name,
            "kind": self.settings.alliance_kind,
            "url": self.settings.alliance_url or None,
            "note": self.settings.alliance_note or None,
        }
        for number in self._gathering.files:
            self._gathering.add("alliances", number, dict(alliance))

    def _tell(self, file: SourceFile, rows: FileRows, bytes_read: int) -> None:
        if self.progress is not None:
            size = file.path.stat().st_size
            self.progress(
                ImportProgress("reading", file.name, rows.number + 1, 0, bytes_read, size, rows.rows_read)
            )


@dataclass(frozen=True)
class OpenContractingRead:
    """What the files of an import give, and the currency of their amounts.

    `releases` is a file of every release that the portfolio is to keep from now on, None where none is new.
    `processes` is one of the ocids that the files have releases of: `reads` tell these processes whole.
    """

    reads: tuple[FileRead, ...]
    currency: str
    releases: Path | None
    processes: Path


def read_open_contracting(
    files: Iterable[SourceFile],
    profile: Profile,
    scratch: Path,
    progress: Progress | None = None,
    *,
    portfolio: Path | None = None,
    currency: str = "",
) -> OpenContractingRead:
    """Read files by a profile of this standard, and merge the releases of each process.

    Those that earlier imports brought into the folder `portfolio`, which is kept in `currency`, are merged
    with them. Raises UserError when a file cannot be read as a whole, when the files hold several currencies
    and the profile names none, or when nothing of them can be kept.
    """
    if profile.ocds is None:
        raise TypeError(f"the profile {profile.name} is not one of the Open Contracting Data Standard")
    reader = OpenContractingReader(profile, profile.ocds, scratch, progress)
    for file in files:
        reader.read(file)
    kept = None if portfolio is None else portfolio / RELEASES_FILE
    return reader.finish(currency, kept if kept is not None and kept.is_file() else None)


def _told_before(releases: Sequence[StagedRelease]) -> set[str]:
    """Return the ids of the contracts in those of the releases that an earlier import read."""
    earlier = (release.release for release in releases if release.file_number == EARLIER)
    return {str(contract["id"]) for release in earlier for contract in contracts_of(release)}


def _check_something_is_kept(reads: Sequence[FileRead], profile: Profile) -> None:
    """Raise UserError where every row of every file was set aside, with the first reason."""
    rows = sum(read.outcome.rows_read for read in reads)
    if rows and rows == sum(read.outcome.set_aside for read in reads):
        read = next(read for read in reads if read.outcome.set_aside)
        note = read.notes[ROWS_SET_ASIDE]
        first = note.row(0, named=True) if isinstance(note, pl.DataFrame) else {}
        raise UserError(
            f"None of the {rows:,} rows in {'the file' if len(reads) == 1 else 'the files'} can be kept with "
            f"the profile {profile.name}. {read.outcome.file_name} row {first.get(SOURCE_ROW)}: "
            f"{first.get('reason')}. Nothing was imported."
        )


def currencies_of(rows: ReleaseRows) -> list[str]:
    """Return the currency of each contract, or of its award, and of each payment, where one is stated."""
    awards = Awards.of(rows.release)
    found: list[str] = []
    for contract in contracts_of(rows.release):
        found.append(currency_of(contract, awards.of_contract(contract)))
        found += [stated(paid.get("value") or paid.get("amount"))[1] for paid in transactions_of(contract)]
    return [currency for currency in found if currency]

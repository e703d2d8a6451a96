"""Turns what a user names, files, folders and archives, into single files of data."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from portfolio_tui.sources.data_names import DATA_NAMES, PACKED_NAMES, is_data
from portfolio_tui.sources.readers.encodings import escaped
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError

_MOST_TIMES = 250
_ALWAYS_ALLOWED = 64_000_000
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_WORKBOOK_MEMBER = "xl/workbook"
_BROKEN = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, ValueError)


@dataclass(frozen=True)
class LeftOut:
    """A file in a folder or archive that was not read, since its name is not one of a file of data."""

    shown: Path


def source_files(
    sources: Sequence[Path], scratch: Path, never: Path | None = None
) -> Iterator[SourceFile | LeftOut]:
    """Yield each file of data in `sources`: files, folders with all they hold, gzip and zip archives.

    Archives are unpacked into `scratch`, where a file lies only until the next is asked for. The folder
    `never` is passed over. Raises SourceError for what cannot be read, is damaged or unpacks without end.
    """
    for source in sources:
        found = False
        for file in _of_source(source, scratch, never):
            found = found or isinstance(file, SourceFile)
            yield file
        if not found:
            raise SourceError(f"{source} holds no file of data ({', '.join((*DATA_NAMES, *PACKED_NAMES))}).")


def _of_source(source: Path, scratch: Path, never: Path | None) -> Iterator[SourceFile | LeftOut]:
    try:
        if not source.is_dir():
            yield from _unpacked(SourceFile.plain(source), scratch, depth=0)
            return
        if never is not None and source.resolve() == never.resolve():
            raise SourceError(f"{source} is the portfolio itself; name what is to be imported into it.")
        for path in _files_in(source, never):
            name = escaped(path.relative_to(source).as_posix())
            if is_data(path.name) and path.is_file():
                yield from _unpacked(SourceFile(path, path, name), scratch, depth=0)
            else:
                yield LeftOut(path)
    except OSError as error:
        inside = Path(error.filename) if isinstance(error.filename, str) else source
        named = inside if inside.is_relative_to(source) else source
        raise SourceError(f"{named} cannot be read: {error.strerror or error}.") from error


def _is_hidden(part: str) -> bool:
    """Tell a name of a file or folder that stands for no data of the user's."""
    return (part.startswith(".") and part != "..") or part == "__MACOSX"


def _files_in(folder: Path, never: Path | None) -> list[Path]:
    """Return what is in a folder and the folders in it, sorted; links to folders are not followed."""
    avoided = None if never is None else never.resolve()
    found: list[Path] = []
    for path in folder.iterdir():
        if _is_hidden(path.name) or path.resolve() == avoided:
            continue
        if path.is_dir() and not path.is_symlink():
            found.extend(_files_in(path, never))
        else:
            found.append(path)
    return sorted(found)


def _unpacked(file: SourceFile, scratch: Path, depth: int) -> Iterator[SourceFile | LeftOut]:
    """Yield the file itself, or what it was packed from; an archive in an archive is opened once."""
    if not file.path.is_file():
        missing = "no regular file" if file.path.exists() else "No such file or directory"
        raise SourceError(f"{file.shown} cannot be read: {missing}.")
    with file.path.open("rb") as content:
        head = content.read(4)
    is_archive = head in {_ZIP, _EMPTY_ZIP} and not _is_workbook(file)
    if not is_archive and not head.startswith(_GZIP):
        yield file
    elif depth == 2:
        raise SourceError(f"{file.shown} is an archive within an archive within an archive; unpack it first.")
    elif is_archive:
        yield from _of_zip(file, scratch, depth)
    else:
        yield from _of_gzip(file, scratch, depth)


def _is_workbook(file: SourceFile) -> bool:
    """Tell whether a zip archive is an Excel workbook; its parts are unpacked once, to find zip bombs."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            members = archive.infolist()
            if not any(member.filename.startswith(_WORKBOOK_MEMBER) for member in members):
                return False
            allowance = _Allowance(file, file.path.stat().st_size)
            for member in members:
                with archive.open(member) as content:
                    allowance.take_all(content)
    except (*_BROKEN, RuntimeError) as error:
        raise _damaged(file, error) from error
    return True


def _of_gzip(file: SourceFile, scratch: Path, depth: int) -> Iterator[SourceFile | LeftOut]:
    target = scratch / f"{depth}-unpacked"
    try:
        with gzip.open(file.path) as content:
            _Allowance(file, file.path.stat().st_size).write(content, target)
    except _BROKEN as error:
        raise _damaged(file, error) from error
    yield from _unpacked(SourceFile(target, file.shown, file.name), scratch, depth + 1)
    target.unlink(missing_ok=True)


def _of_zip(file: SourceFile, scratch: Path, depth: int) -> Iterator[SourceFile | LeftOut]:
    target = scratch / f"{depth}-unpacked"
    allowance = _Allowance(file, file.path.stat().st_size)
    try:
        with zipfile.ZipFile(file.path) as archive:
            for member in sorted(archive.infolist(), key=lambda member: member.filename):
                parts = PurePosixPath(member.filename).parts
                if member.is_dir() or any(map(_is_hidden, parts)):
                    continue
                shown = file.shown.joinpath(*(part for part in parts if part != "/"))
                if not is_data(member.filename):
                    yield LeftOut(shown)
                    continue
                with archive.open(member) as content:
                    allowance.write(content, target)
                name = f"{file.name}/{member.filename}"
                yield from _unpacked(SourceFile(target, shown, name), scratch, depth + 1)
    except RuntimeError as error:
        raise SourceError(f"{file.shown} has a password; unpack it first.") from error
    except _BROKEN as error:
        raise _damaged(file, error) from error
    target.unlink(missing_ok=True)


class _Bytes(Protocol):
    """What is unpacked, piece by piece."""

    def read(self, size: int, /) -> bytes: ...


@dataclass
class _Allowance:
    """How much an archive may unpack to, over all of its members: what no honest one of its size exceeds."""

    file: SourceFile
    packed_bytes: int
    taken: int = 0

    def write(self, content: "_Bytes", target: Path) -> None:
        """Unpack `content` to `target`; raises SourceError when it grows beyond the allowance."""
        with target.open("wb") as unpacked:
            while chunk := content.read(_CHUNK):
                self._take(len(chunk))
                unpacked.write(chunk)

    def take_all(self, content: "_Bytes") -> None:
        """Unpack `content` to nowhere."""
        while chunk := content.read(_CHUNK):
            self._take(len(chunk))

    def _take(self, count: int) -> None:
        self.taken += count
        if self.taken > max(_ALWAYS_ALLOWED, _MOST_TIMES * self.packed_bytes):
            raise SourceError(
                f"{self.file.shown} unpacks to more than {_MOST_TIMES} times its size, as archives do that "
                "are made to fill a disk. If it is honest, unpack it yourself and import what it holds."
            )


def _damaged(file: SourceFile, error: Exception) -> SourceError:
    return SourceError(
        f"{file.shown} is damaged or was not downloaded to its end: {error}. Nothing was imported."
    )

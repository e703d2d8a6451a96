"""Opens a file of releases, whatever its encoding, and tells what is wrong with it as a SourceError."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from portfolio_tui.sources.ocds.documents import Documents, Found, Unusable
from portfolio_tui.sources.readers.encodings import find_encoding
from portfolio_tui.sources.readers.json_faults import told_as_source_errors
from portfolio_tui.sources.readers.recognising import recognised
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError

_HEAD = 1000
_MUCH = 1 << 16
_MARKS = (b'"ocid"', b'"compiledRelease"', b'"versionedRelease"')


@dataclass(frozen=True)
class OpenedReleases:
    """The releases of an open file, which are read as they are asked for."""

    text: TextIO
    encoding: str
    releases: Iterator[Found | Unusable]


def looks_like_releases(file: SourceFile) -> bool:
    """Tell whether the first bytes of a file are those of JSON of this standard."""
    with file.path.open("rb") as content:
        head = content.read(_MUCH)
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and any(mark in head for mark in _MARKS)


@contextmanager
def opened_releases(
    file: SourceFile, documents: Documents, rows_read: Callable[[], int]
) -> Iterator[OpenedReleases]:
    """Open a file and hand out its releases, of which `documents` learns the kinds.

    Raises SourceError, which says after how many rows, when it is no JSON or is broken.
    """
    found = recognised(file, None)
    encoding = find_encoding(file.path)
    with (
        told_as_source_errors(file, encoding.name, lambda: f"row {rows_read():,}"),
        file.path.open(encoding=encoding.codec, errors=encoding.errors) as text,
    ):
        is_json = found in {"json", "jsonl"} or text.read(_HEAD).lstrip()[:1] in {"[", "{"}
        if not is_json:
            raise SourceError(f"{file.shown} is {found}, and no JSON of the Open Contracting Data Standard.")
        text.seek(0)
        releases = documents.read(text, in_lines=found == "jsonl")
        yield OpenedReleases(text, encoding.name, releases)

"""Reads comma-separated text and its kin, with whatever line ends and quoted newlines it has."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import polars as pl

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.source_rows import (
    RAW_TEXT,
    SOURCE_ROW,
    RejectedRow,
    SourceError,
    SourceRows,
)

ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8-sig",
    "cp1252": "cp1252",
    "latin-1": "latin-1",
    "mac-roman": "mac_roman",
}
"""The encodings that a profile can name, and how Python calls them; UTF-8 may start with a BOM."""

_ROWS_AT_A_TIME = 50_000

_Row = tuple[int, str, list[str]]
"""A record's number, its text in the file, and its cells."""


def read_delimited(path: Path, layout: Layout) -> SourceRows:
    """Read the file at `path` as delimited text with a line of headings.

    Blank lines are skipped. A record whose cells do not match the headings, or that has a stray quotation
    mark, is rejected with its text. Raises SourceError when the file cannot be read as a whole.
    """
    try:
        with path.open(encoding=ENCODINGS[layout.encoding], newline="") as text:
            return _Parsing(path, layout, text).rows()
    except UnicodeDecodeError as error:
        raise _not_in_encoding(path, layout.encoding) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error


@dataclass
class _Lines:
    """Hands out the lines of a file and keeps those of the record being read."""

    text: TextIO
    of_record: list[str] = field(default_factory=list)
    count: int = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            self.count += 1
            self.of_record.append(line)
            yield line

    def take(self) -> str:
        """Return the text of the record that was just read, without its line end."""
        taken = "".join(self.of_record)
        self.of_record.clear()
        return taken.rstrip("\r\n")


@dataclass(frozen=True)
class _Headings:
    """The names of a file's columns, each once, and which of them are made up or stand there again."""

    names: tuple[str, ...]
    unnamed: tuple[str, ...]
    repeated: tuple[str, ...]


class _Parsing:
    """One pass over a file, which gathers its rows in columns."""

    def __init__(self, path: Path, layout: Layout, text: TextIO) -> None:
        self._path = path
        self._lines = _Lines(text)
        self._reader = csv.reader(self._lines, delimiter=layout.delimiter, strict=True)
        self._rejected: list[RejectedRow] = []

    def rows(self) -> SourceRows:
        """Read the headings and every record after them."""
        headings = self._headings()
        batches = [_frames(headings.names, batch) for batch in self._batches(len(headings.names))]
        return SourceRows(
            file_name=self._path.name,
            sha256=_sha256(self._path),
            texts=pl.concat([texts for texts, _ in batches]),
            positions=pl.concat([positions for _, positions in batches]),
            unnamed=headings.unnamed,
            repeated=headings.repeated,
            rejected=tuple(self._rejected),
        )

    def _batches(self, width: int) -> Iterator[list[_Row]]:
        """Yield the rows in batches, at least one; records that do not fit the headings are rejected."""
        batch: list[_Row] = []
        for number, raw_text, cells in self._records():
            fitted, reason = _fitted(cells, width)
            if reason:
                self._rejected.append(RejectedRow(number, raw_text, reason))
                continue
            batch.append((number, raw_text, fitted))
            if len(batch) == _ROWS_AT_A_TIME:
                yield batch
                batch = []
        yield batch

    def _records(self) -> Iterator[_Row]:
        """Yield number, raw text and cells of each record; those that are not well formed are rejected."""
        number = 0
        while True:
            first_line = self._lines.count + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._raise_where_lost(first_line, error)
                number += 1
                reason = "text follows a closing quotation mark within a cell"
                self._rejected.append(RejectedRow(number, self._lines.take(), reason))
                continue
            raw_text = self._lines.take()
            if cells:
                number += 1
                yield number, raw_text, cells

    def _raise_where_lost(self, first_line: int, error: csv.Error) -> None:
        """Raise SourceError when what follows the record at `first_line` cannot be told from it."""
        if "unexpected end" in str(error):
            trouble = f"a quotation mark opened in line {first_line} is never closed"
        elif "field larger" in str(error):
            trouble = (
                f"line {first_line} holds a cell of more than {csv.field_size_limit():,} characters, "
                "perhaps because a quotation mark is never closed"
            )
        else:
            return
        raise SourceError(f"{self._path}: {trouble}. Mend that line; nothing was imported.") from error

    def _headings(self) -> _Headings:
        for _, _, cells in self._records():
            if self._rejected:
                break
            names: list[str] = []
            unnamed: list[str] = []
            repeated: list[str] = []
            for position, cell in enumerate(cells, start=1):
                name = cell.strip() or f"(column {position}, no heading)"
                if not cell.strip():
                    unnamed.append(name)
                elif name in names:
                    repeated.append(name)
                    name = f"{name} (column {position})"
                names.append(name)
            return _Headings(tuple(names), tuple(unnamed), tuple(repeated))
        raise SourceError(f"{self._path} has no line of headings that can be read; nothing was imported.")


def _frames(names: tuple[str, ...], batch: list[_Row]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the texts and the positions of a batch of rows."""
    columns = list(zip(*(cells for _, _, cells in batch), strict=True)) or [()] * len(names)
    texts = pl.DataFrame(
        [pl.Series(name, column, pl.String) for name, column in zip(names, columns, strict=True)]
    )
    positions = pl.DataFrame(
        {SOURCE_ROW: [number for number, _, _ in batch], RAW_TEXT: [raw_text for _, raw_text, _ in batch]},
        schema={SOURCE_ROW: pl.Int64, RAW_TEXT: pl.String},
    )
    return texts, positions


def _fitted(cells: list[str], width: int) -> tuple[list[str], str]:
    """Return a record's cells as wide as the headings, or the reason why they are not a row."""
    surplus = cells[width:]
    if len(cells) < width or any(cell.strip() for cell in surplus):
        return [], f"has {len(cells)} cells where the headings are {width}"
    if not any(cell.strip() for cell in cells):
        return [], "is empty"
    return cells[:width], ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _not_in_encoding(path: Path, encoding: str) -> SourceError:
    content = path.read_bytes()
    try:
        content.decode(ENCODINGS[encoding])
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
        return SourceError(
            f"{path}: line {line} holds the byte 0x{content[error.start]:02X}, which is not {encoding}. "
            f"Name the file's encoding in the profile: [file] encoding, one of {', '.join(ENCODINGS)}."
        )
    return SourceError(f"{path} is not {encoding} text.")

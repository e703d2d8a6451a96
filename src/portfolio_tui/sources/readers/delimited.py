"""Reads comma-separated text and its kin, with whatever line ends and quoted newlines it has."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import NamedTuple, TextIO

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.conflicts import IS_MARK, Conflicts
from portfolio_tui.sources.readers.delimiters import DELIMITERS, find_delimiter
from portfolio_tui.sources.readers.encodings import ENCODINGS, Encoding, escaped, find_encoding, is_writable
from portfolio_tui.sources.readers.fitting import fitted
from portfolio_tui.sources.readers.gathering import gathered
from portfolio_tui.sources.readers.headings import LINES_SEARCHED, headings_of, place_of_headings
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import RejectedRow, SourceError, SourceRows

_LONGEST_LINE = 1_000_000
_SAMPLE_CHARACTERS = 1 << 16


def read_delimited(file: SourceFile, layout: Layout) -> SourceRows:
    """Read `file` as delimited text with a line of headings.

    Blank lines are skipped. A record whose cells do not match the headings, or that has a stray quotation
    mark, is rejected with its text. Raises SourceError when the file cannot be read as a whole.
    """
    try:
        encoding = Encoding(layout.encoding) if layout.encoding else find_encoding(file.path)
        with file.path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as text:
            delimiter = layout.delimiter or find_delimiter(text.read(_SAMPLE_CHARACTERS), layout.wanted)
            text.seek(0)
            return _Parsing(file, layout, encoding, delimiter, text).rows()
    except UnicodeError as error:
        raise _not_in_encoding(file, encoding.name) from error
    except OSError as error:
        raise SourceError(f"{file.shown} cannot be read: {error.strerror or error}.") from error


@dataclass
class _Lines:
    """Hands out the lines of a file and keeps those of the record being read."""

    file: SourceFile
    text: TextIO
    of_record: list[str] = field(default_factory=list)
    count: int = 0

    def __iter__(self) -> Iterator[str]:
        for line in iter(partial(self.text.readline, _LONGEST_LINE + 1), ""):
            self.count += 1
            if len(line) > _LONGEST_LINE:
                raise SourceError(
                    f"{self.file.shown}: line {self.count} has more than {_LONGEST_LINE:,} characters; "
                    "this is no table of text, or its line ends are lost. Nothing was imported."
                )
            self.of_record.append(line)
            yield line

    def take(self) -> str:
        """Return the text of the record that was just read, without its line end."""
        taken = "".join(self.of_record)
        self.of_record.clear()
        return taken.rstrip("\r\n")


class _Record(NamedTuple):
    """A record of the file: its text, its cells, and why it cannot be read, if so."""

    raw_text: str
    cells: list[str]
    objection: str = ""


class _Parsing:
    """One pass over a file, which gathers its rows in columns."""

    def __init__(
        self, file: SourceFile, layout: Layout, encoding: Encoding, delimiter: str, text: TextIO
    ) -> None:
        self._file = file
        self._wanted = layout.wanted
        self._encoding = encoding
        self._delimiter = delimiter
        self._lines = _Lines(file, text)
        self._reader = csv.reader(self._lines, delimiter=DELIMITERS[delimiter], strict=True)
        self._conflicts = Conflicts()

    def rows(self) -> SourceRows:
        """Read the headings and every record after them."""
        records = self._records()
        first = list(islice(records, LINES_SEARCHED))
        place = self._place_of_headings(first)
        headings = headings_of(first[place].cells)
        rows = gathered(
            headings.names,
            (
                RejectedRow(number, record.raw_text, record.objection)
                if record.objection
                else fitted(number, record.raw_text, record.cells, headings)
                for number, record in enumerate(chain(first[place + 1 :], records), start=1)
            ),
        )
        return SourceRows(
            file_name=self._file.name,
            sha256=self._file.sha256(),
            texts=rows.texts,
            positions=rows.positions,
            unnamed=headings.unnamed,
            repeated=headings.repeated,
            rejected=tuple(rows.rejected),
            read_as=", ".join(self._read_as(place)),
        )

    def _read_as(self, lines_above: int) -> Iterator[str]:
        yield from ("csv", self._encoding.name, self._delimiter)
        if lines_above:
            yield f"{lines_above} {'line' if lines_above == 1 else 'lines'} above the headings"
        if self._conflicts.count:
            yield "an unsettled merge conflict"

    def _records(self) -> Iterator[_Record]:
        """Yield each record that is not blank."""
        while True:
            first_line = self._lines.count + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._raise_where_lost(first_line, error)
                yield _Record(self._lines.take(), [], "text follows a closing quotation mark within a cell")
                continue
            raw_text = self._lines.take()
            if cells:
                yield self._record(raw_text, cells)

    def _record(self, raw_text: str, cells: list[str]) -> _Record:
        if not raw_text.isascii() and not is_writable(raw_text):
            return _Record(escaped(raw_text), cells, f"holds bytes that are not {self._encoding.name}")
        return _Record(raw_text, cells, self._conflicts.objection(raw_text))

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
        raise SourceError(f"{self._file.shown}: {trouble}. Mend that line; nothing was imported.") from error

    def _place_of_headings(self, first: list[_Record]) -> int:
        """Return which of the first records are the headings; marks of merge conflicts are not."""
        readable = [place for place, record in enumerate(first) if not record.objection]
        if not readable or not _are_marks(first[: readable[0]]):
            raise SourceError(
                f"{self._file.shown} has no line of headings that can be read; nothing was imported."
            )
        return readable[place_of_headings([first[place].cells for place in readable], self._wanted)]


def _are_marks(records: Iterable[_Record]) -> bool:
    return all(record.objection == IS_MARK for record in records)


def _not_in_encoding(file: SourceFile, encoding: str) -> SourceError:
    content = file.path.read_bytes()
    try:
        content.decode(ENCODINGS[encoding])
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
        return SourceError(
            f"{file.shown}: line {line} holds the byte 0x{content[error.start]:02X}, which is not "
            f"{encoding}. Name the file's encoding in the profile: [file] encoding, one of "
            f"{', '.join(ENCODINGS)}; or leave it out, and it is told from the file."
        )
    except UnicodeError:
        return SourceError(f"{file.shown} is not {encoding} text.")
    return SourceError(f"{file.shown} is not {encoding} text.")

"""Reads comma-separated text and its kin, with whatever line ends and quoted newlines it has."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from io import BufferedReader

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.blocks import Blocks, BlockSizes
from portfolio_tui.sources.readers.conflicts import IS_MARK
from portfolio_tui.sources.readers.delimiters import DELIMITERS, find_delimiter
from portfolio_tui.sources.readers.encodings import ENCODINGS, Encoding, find_encoding, first_byte_not_in
from portfolio_tui.sources.readers.fitting import fitted
from portfolio_tui.sources.readers.gathering import Gathered, Row, gathered
from portfolio_tui.sources.readers.headings import LINES_SEARCHED, Headings, headings_of, place_of_headings
from portfolio_tui.sources.readers.plain_text import plain_rows
from portfolio_tui.sources.readers.single_records import Record, SingleRecords
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import RejectedRow, SourceError, SourceRows, positions_of

_SAMPLE_CHARACTERS = 1 << 16


def read_delimited(file: SourceFile, layout: Layout, sizes: BlockSizes | None = None) -> Iterator[SourceRows]:
    """Read `file` as delimited text with a line of headings, some rows at a time.

    Blank lines are skipped. A record whose cells do not match the headings, or that has a stray quotation
    mark, is rejected with its text. Raises SourceError when the file cannot be read as a whole.
    """
    try:
        encoding = Encoding(layout.encoding) if layout.encoding else find_encoding(file.path)
        with file.path.open("rb") as content:
            yield from _Parsing(file, layout, encoding, content, sizes or BlockSizes()).rows()
    except UnicodeError as error:
        raise _not_in_encoding(file, encoding) from error
    except OSError as error:
        raise SourceError(f"{file.shown} cannot be read: {error.strerror or error}.") from error


def _sample(file: SourceFile, encoding: Encoding) -> str:
    with file.path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as text:
        return text.read(_SAMPLE_CHARACTERS)


class _Parsing:
    """One pass over a file: in the quick way where a block of it is plain, else in the exact one."""

    def __init__(
        self,
        file: SourceFile,
        layout: Layout,
        encoding: Encoding,
        content: BufferedReader,
        sizes: BlockSizes,
    ) -> None:
        delimiter = layout.delimiter or find_delimiter(_sample(file, encoding), layout.wanted)
        self._file = file
        self._wanted = layout.wanted
        self._encoding = encoding
        self._delimiter = delimiter
        self._sizes = sizes
        self._content = content
        self._blocks = Blocks(content, encoding)
        self._records = SingleRecords(file, encoding, self._blocks, DELIMITERS[delimiter], sizes.careful)
        self._count = 0
        self._lines_above = 0

    def rows(self) -> Iterator[SourceRows]:
        """Read the headings and every record after them."""
        first: list[Record] = []
        while len(first) < LINES_SEARCHED and (block := self._blocks.take(self._sizes.head)):
            first.extend(self._records.of(block))
        self._lines_above = self._place_of_headings(first[:LINES_SEARCHED])
        headings = headings_of(first[self._lines_above].cells)
        yield from self._exact(first[self._lines_above + 1 :], headings)
        careful_until = 0
        while True:
            is_careful = self._blocks.position < careful_until
            block = self._blocks.take(self._sizes.careful if is_careful else self._sizes.plain)
            if not block:
                return
            plain = self._plain(block, headings)
            if plain is not None:
                yield plain
            elif len(block) > self._sizes.careful and not is_careful:
                careful_until = self._blocks.position
                self._blocks.give_back(len(block))
            else:
                yield from self._exact(self._records.of(block), headings)

    def _plain(self, block: bytes, headings: Headings) -> SourceRows | None:
        """Return the rows of a plain block, and leave what follows its last whole record for later."""
        if self._records.conflicts.is_open:
            return None
        found = plain_rows(block, DELIMITERS[self._delimiter], headings, self._count + 1)
        if found is None:
            return None
        self._blocks.give_back(len(block) - found.length)
        self._count += found.count
        rows = Gathered(found.texts, positions_of(found.numbers), found.raw_texts, found.rejected)
        return replace(self._source_rows(rows, headings), have_only_spaces=found.have_only_spaces)

    def _exact(self, records: Iterable[Record], headings: Headings) -> Iterator[SourceRows]:
        """Yield the rows of records that are read one by one."""
        for rows in gathered(headings.names, (self._row(record, headings) for record in records)):
            yield self._source_rows(rows, headings)

    def _row(self, record: Record, headings: Headings) -> Row | RejectedRow:
        self._count += 1
        if record.objection:
            return RejectedRow(self._count, record.raw_text, record.objection)
        return fitted(self._count, record.raw_text, record.cells, headings)

    def _source_rows(self, rows: Gathered, headings: Headings) -> SourceRows:
        return SourceRows(
            file_name=self._file.name,
            texts=rows.texts,
            positions=rows.positions,
            raw_texts=rows.raw_texts,
            unnamed=headings.unnamed,
            repeated=headings.repeated,
            rejected=rows.rejected,
            read_as=", ".join(self._read_as()),
            bytes_read=self._content.tell(),
        )

    def _read_as(self) -> Iterator[str]:
        yield from ("csv", self._encoding.name, self._delimiter)
        if self._lines_above:
            yield f"{self._lines_above} {'line' if self._lines_above == 1 else 'lines'} above the headings"
        if self._records.conflicts.count:
            yield "an unsettled merge conflict"

    def _place_of_headings(self, first: list[Record]) -> int:
        """Return which of the first records are the headings; marks of merge conflicts are not."""
        readable = [place for place, record in enumerate(first) if not record.objection]
        if not readable or not _are_marks(first[: readable[0]]):
            raise SourceError(
                f"{self._file.shown} has no line of headings that can be read; nothing was imported."
            )
        return readable[place_of_headings([first[place].cells for place in readable], self._wanted)]


def _are_marks(records: Iterable[Record]) -> bool:
    return all(record.objection == IS_MARK for record in records)


def _not_in_encoding(file: SourceFile, encoding: Encoding) -> SourceError:
    place: tuple[int, int] | None = None
    with suppress(UnicodeError):
        place = first_byte_not_in(file.path, encoding)
    if place is None:
        return SourceError(f"{file.shown} is not {encoding.name} text.")
    line, byte = place
    return SourceError(
        f"{file.shown}: line {line} holds the byte 0x{byte:02X}, which is not {encoding.name}. Name the "
        f"file's encoding in the profile: [file] encoding, one of {', '.join(ENCODINGS)}; or leave it out, "
        "and it is told from the file."
    )

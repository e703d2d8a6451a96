"""Reads the records of delimited text one by one, and tells of each what is wrong with it."""

import csv
import io
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from portfolio_tui.sources.readers.blocks import LONGEST_LINE, Blocks, lines_before
from portfolio_tui.sources.readers.conflicts import Conflicts
from portfolio_tui.sources.readers.encodings import Encoding, escaped, is_writable
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError


class Record(NamedTuple):
    """A record of the file: its text, its cells, and why it cannot be read, if so."""

    raw_text: str
    cells: list[str]
    objection: str = ""


class SingleRecords:
    """Reads blocks record by record; what a block holds only the start of is read on from the next ones."""

    def __init__(
        self, file: SourceFile, encoding: Encoding, blocks: Blocks, delimiter: str, block_size: int
    ) -> None:
        self.conflicts = Conflicts()
        self._file = file
        self._encoding = encoding
        self._blocks = blocks
        self._delimiter = delimiter
        self._block_size = block_size
        self._of_record: list[str] = []
        self._block_start = 0
        self._line_of_block = 0

    def of(self, block: bytes) -> Iterator[Record]:
        """Yield each record of `block`, which is the one taken last and starts with a record.

        Blank lines are none. Raises SourceError when the file cannot be read on.
        """
        reader = csv.reader(self._lines(block), delimiter=self._delimiter, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._raise_where_lost(error)
                yield Record(self._take(), [], "text follows a closing quotation mark within a cell")
                continue
            raw_text = self._take()
            if cells:
                yield self._record(raw_text, cells)

    def _lines(self, block: bytes) -> Iterator[str]:
        """Yield the lines of the block, and those of the next ones while a record is not at its end."""
        while block:
            self._block_start, self._line_of_block = self._blocks.position - len(block), 0
            text = io.StringIO(self._blocks.text_of(block), newline="")
            for line in iter(partial(text.readline, LONGEST_LINE + 1), ""):
                self._line_of_block += 1
                if len(line) > LONGEST_LINE:
                    raise SourceError(
                        f"{self._file.shown}: line {self._line_number()} has more than {LONGEST_LINE:,} "
                        "characters; this is no table of text, or its line ends are lost. "
                        "Nothing was imported."
                    )
                self._of_record.append(line)
                yield line
            block = self._blocks.take(self._block_size) if self._of_record else b""

    def _take(self) -> str:
        """Return the text of the record that was just read, without its line end."""
        taken = "".join(self._of_record)
        self._of_record.clear()
        return taken.rstrip("\r\n")

    def _record(self, raw_text: str, cells: list[str]) -> Record:
        if not raw_text.isascii() and not is_writable(raw_text):
            return Record(escaped(raw_text), cells, f"holds bytes that are not {self._encoding.name}")
        return Record(raw_text, cells, self.conflicts.objection(raw_text))

    def _line_number(self) -> int:
        """Return the number in the file of the line that was read last."""
        return lines_before(self._file.path, self._encoding, self._block_start) + self._line_of_block

    def _raise_where_lost(self, error: csv.Error) -> None:
        """Raise SourceError when what follows the record that was begun cannot be told from it."""
        if "unexpected end" not in str(error) and "field larger" not in str(error):
            return
        first_line = self._line_number() - len(self._of_record) + 1
        if "unexpected end" in str(error):
            trouble = f"a quotation mark opened in line {first_line} is never closed"
        else:
            trouble = (
                f"line {first_line} holds a cell of more than {csv.field_size_limit():,} characters, "
                "perhaps because a quotation mark is never closed"
            )
        raise SourceError(f"{self._file.shown}: {trouble}. Mend that line; nothing was imported.") from error

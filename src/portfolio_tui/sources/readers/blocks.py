"""Reads a file of text in blocks of whole lines, whatever its encoding, as UTF-8."""

import codecs
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from portfolio_tui.sources.readers.encodings import Encoding

LONGEST_LINE = 1_000_000
"""In characters; what has a longer line is no table of text."""

_MOST_BYTES_OF_LINE = 4 * LONGEST_LINE
_PIECE = 1 << 20


@dataclass(frozen=True)
class BlockSizes:
    """How many bytes are looked at together: at the head of a file, where it is plain, where it is not."""

    head: int = 1 << 19
    plain: int = 1 << 25
    careful: int = 1 << 19


class Blocks:
    """Hands out the text of a file, block by block, in bytes of UTF-8 that `text_of` makes into characters.

    Lone surrogates, which stand for bytes that are not of the encoding, are written as if they were
    characters. Bytes of a file that is to be UTF-8 are looked at by `text_of` only. Both raise UnicodeError.
    """

    def __init__(self, file: BufferedReader, encoding: Encoding) -> None:
        self._file = file
        self._is_as_it_is = encoding.name == "utf-8" and encoding.errors == "strict"
        self._decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
        self._held = bytearray(self._start_of_file() if self._is_as_it_is else b"")
        self._place = 0
        self._end = len(self._held)
        self._passed = 0
        self._is_at_end = False

    @property
    def position(self) -> int:
        """How many bytes of UTF-8 were handed out so far, those given back not counted."""
        return self._passed + self._place

    def take(self, size: int) -> bytes:
        """Return the next whole lines, of about `size` bytes together; nothing at the end of the file.

        A line that is longer than any line may be comes in pieces.
        """
        wanted = size
        while True:
            self._hold(wanted)
            end = min(self._place + wanted, self._end)
            is_last = self._is_at_end and end == self._end
            cut = end if is_last else _end_of_lines(self._held, self._place, end)
            if cut > self._place or is_last or wanted > _MOST_BYTES_OF_LINE:
                break
            wanted *= 2
        cut = cut if cut > self._place else end
        with memoryview(self._held) as held, held[self._place : cut] as block:
            self._place = cut
            return bytes(block)

    def text_of(self, block: bytes) -> str:
        """Return the text of a block."""
        return block.decode("utf-8", "strict" if self._is_as_it_is else "surrogatepass")

    def give_back(self, count: int) -> None:
        """Hand out again the last `count` bytes of the block taken last."""
        self._place -= count

    def _start_of_file(self) -> bytes:
        start = self._file.read(len(codecs.BOM_UTF8))
        return b"" if start == codecs.BOM_UTF8 else start

    def _hold(self, size: int) -> None:
        """Read on until `size` bytes are at hand, or the file ends.

        They are kept in memory that is used again for each block: new memory costs more than the reading.
        """
        at_hand = self._end - self._place
        if at_hand >= size or self._is_at_end:
            return
        self._held[:at_hand] = self._held[self._place : self._end]
        self._passed += self._place
        self._place, self._end = 0, at_hand
        while self._end < size and not self._is_at_end:
            count = self._read_in(size) if self._is_as_it_is else self._read_decoded(size)
            self._end += count

    def _read_in(self, size: int) -> int:
        """Read what is still lacking of `size` bytes, and return how many came."""
        if len(self._held) < size:
            self._held.extend(bytes(size - len(self._held)))
        with memoryview(self._held) as held, held[self._end : size] as room:
            count = self._file.readinto(room)
        self._is_at_end = not count
        return count

    def _read_decoded(self, size: int) -> int:
        lacking = size - self._end
        raw = self._file.read(max(lacking, _PIECE) if size > _PIECE else size)
        self._is_at_end = not raw
        text = self._decoder.decode(raw, final=not raw).encode("utf-8", "surrogatepass")
        self._held[self._end : self._end + len(text)] = text
        return len(text)


def _end_of_lines(held: bytearray, start: int, end: int) -> int:
    """Return where the last line ends that surely ends before `end`; `start` where none does."""
    newline = held.rfind(b"\n", start, end)
    if newline < 0:
        newline = held.rfind(b"\r", start, end - 1)
    return newline + 1 if newline >= 0 else start


def lines_before(path: Path, encoding: Encoding, position: int) -> int:
    """Count the lines of a file that end within its first `position` bytes of UTF-8."""
    count = 0
    with path.open("rb") as file:
        blocks = Blocks(file, encoding)
        while blocks.position < position and (block := blocks.take(_PIECE)):
            part = block[: len(block) - max(blocks.position - position, 0)]
            count += part.count(b"\n") + part.count(b"\r") - part.count(b"\r\n")
    return count

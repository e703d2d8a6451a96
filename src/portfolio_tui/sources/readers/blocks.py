"""Reads a file of text in blocks of whole lines, whatever its encoding, as UTF-8."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

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

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        self._file = file
        self._is_as_it_is = encoding.name == "utf-8" and encoding.errors == "strict"
        self._decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
        self._held = b""
        self._place = 0
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
            end = min(self._place + wanted, len(self._held))
            is_last = self._is_at_end and end == len(self._held)
            cut = end if is_last else _end_of_lines(self._held, self._place, end)
            if cut > self._place or is_last or wanted > _MOST_BYTES_OF_LINE:
                break
            wanted *= 2
        cut = cut if cut > self._place else end
        block = self._held[self._place : cut]
        self._place = cut
        return block

    def text_of(self, block: bytes) -> str:
        """Return the text of a block."""
        return block.decode("utf-8", "strict" if self._is_as_it_is else "surrogatepass")

    def give_back(self, count: int) -> None:
        """Hand out again the last `count` bytes of the block taken last."""
        self._place -= count

    def _hold(self, size: int) -> None:
        """Read on until `size` bytes are at hand, or the file ends."""
        at_hand = len(self._held) - self._place
        if at_hand >= size or self._is_at_end:
            return
        pieces = [self._held[self._place :]]
        while at_hand < size and not self._is_at_end:
            raw = self._file.read(max(size - at_hand, _PIECE) if size > _PIECE else size)
            self._is_at_end = not raw
            pieces.append(self._as_utf_8(raw))
            at_hand += len(pieces[-1])
        self._passed += self._place
        self._held, self._place = b"".join(pieces), 0

    def _as_utf_8(self, raw: bytes) -> bytes:
        if not self._is_as_it_is:
            return self._decoder.decode(raw, final=not raw).encode("utf-8", "surrogatepass")
        is_first = not self._passed and not self._held
        return raw.removeprefix(codecs.BOM_UTF8) if is_first else raw


def _end_of_lines(held: bytes, start: int, end: int) -> int:
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

"""Finds the encoding of a file of text.

Libraries that guess among all the world's encodings were measured to take the few accented letters of an
American file for Polish or Baltic; here only those that such files come in are weighed.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp1252": "cp1252",
    "latin-1": "latin-1",
    "mac-roman": "mac_roman",
}
"""The encodings that a profile can name, and how Python calls them; UTF-8 may start with a BOM."""

_ONE_BYTE_ENCODINGS = ("cp1252", "mac-roman", "latin-1")
_CHUNK = 1 << 20
_HEAD = 1 << 16
_WORDS_WEIGHED = 100_000
_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_TYPOGRAPHY = frozenset("\u00a0\u2018\u2019\u201c\u201d–—…•®™©§°½¼¾·€£¢²³×±ª\u00ba¿¡")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file: its name in a profile, and what becomes of bytes that are not of it."""

    name: str
    errors: str = "strict"

    @property
    def codec(self) -> str:
        """What Python calls it."""
        return ENCODINGS[self.name]


def find_encoding(path: Path) -> Encoding:
    """Return the encoding of the text at `path`, told from its BOM, else from all of its bytes.

    A few bytes that are not of the encoding that the file has otherwise are handed on as lone surrogates,
    so that the rows that hold them can be set aside.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    marked = utf_16_of(head)
    if marked is not None:
        return Encoding(marked)
    if _is_utf_8(path):
        return Encoding("utf-8")
    words = _foreign_words(path)
    if _mostly_utf_8(words):
        return Encoding("utf-8", errors="surrogateescape")
    likeliest = max(_ONE_BYTE_ENCODINGS, key=lambda name: _plausibility(words, name))
    return Encoding(likeliest, errors="surrogateescape")


def utf_16_of(head: bytes) -> str | None:
    """Tell UTF-16 from the first bytes of a file: by its BOM, or by a NUL in every second byte."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = len(head) // 2
    if pairs < 2:
        return None
    at_even, at_odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if at_odd > 0.7 * pairs and at_even < 0.1 * pairs:
        return "utf-16-le"
    if at_even > 0.7 * pairs and at_odd < 0.1 * pairs:
        return "utf-16-be"
    return None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def first_byte_not_in(path: Path, encoding: Encoding) -> tuple[int, int] | None:
    """Return the line and the value of the first byte of a file that is not of an encoding, if any is."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    line, last = 1, b""
    try:
        for chunk in chain(_chunks(path), [b""]):
            decoder.decode(chunk, final=not chunk)
            line += _line_ends(chunk) - (last == b"\r" and chunk.startswith(b"\n"))
            last = chunk[-1:]
    except UnicodeDecodeError as error:
        return line + _line_ends(error.object[: error.start]), error.object[error.start]
    return None


def _line_ends(part: bytes) -> int:
    return part.count(b"\n") + part.count(b"\r") - part.count(b"\r\n")


def _foreign_words(path: Path) -> Counter[bytes]:
    """Count the words that hold a byte beyond ASCII, with the letters around it."""
    words: Counter[bytes] = Counter()
    for chunk in _chunks(path):
        lines = () if chunk.isascii() else chunk.split(b"\n")
        for line in lines:
            if not line.isascii():
                words.update(_WORD.findall(line))
        if words.total() > _WORDS_WEIGHED:
            break
    return words


def _mostly_utf_8(words: Counter[bytes]) -> bool:
    valid = sum(count for word, count in words.items() if _decodes(word))
    return valid > words.total() / 2


def _decodes(word: bytes) -> bool:
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _plausibility(words: Counter[bytes], name: str) -> int:
    """Weigh how much like words and typography the bytes look in an encoding."""
    return sum(
        count * _weight(word.decode(ENCODINGS[name], errors="replace")) for word, count in words.items()
    )


def _weight(word: str) -> int:
    return sum(
        _character_weight(character, word[:place], word[place + 1 :])
        for place, character in enumerate(word)
        if not character.isascii()
    )


def _character_weight(character: str, before: str, after: str) -> int:
    """Weigh one character: letters within words of their case and usual signs speak for the encoding."""
    if character in _TYPOGRAPHY:
        return 2
    category = unicodedata.category(character)
    if category == "Ll":
        stands_in_word = bool(before or after) and not before[1:].isupper()
        return 3 if stands_in_word and "LATIN" in unicodedata.name(character) else -1
    if category == "Lu":
        within_capitals = before[-1:].isupper() or after[:1].isupper()
        starts_word = not before and after[:1].islower()
        return 3 if within_capitals else 1 if starts_word else -3
    return -6 if category == "Cc" or character == "\ufffd" else -3


def is_writable(text: str) -> bool:
    """Tell whether a text has no lone surrogates, which stand for bytes that could not be decoded."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def escaped(text: str) -> str:
    """Return a text with its lone surrogates as escapes, those that stand for a byte as that byte's."""
    return text.encode("utf-8", "surrogatepass" if _has_others(text) else "surrogateescape").decode(
        "utf-8", "backslashreplace"
    )


def _has_others(text: str) -> bool:
    """Tell whether a text has lone surrogates that do not stand for bytes."""
    return any(
        "\ud800" <= character <= "\udfff" and not "\udc80" <= character <= "\udcff" for character in text
    )

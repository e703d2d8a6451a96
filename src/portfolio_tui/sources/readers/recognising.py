"""Tells what a file is from its first bytes, whatever its name says, and refuses what is no data."""

import json
import re
from collections.abc import Mapping

from portfolio_tui.sources.readers.encodings import utf_16_of
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError

_HEAD = 1 << 16
_BLANKS = b" \t\r\n\0\xef\xbb\xbf"

_SIGNATURES: Mapping[bytes, str] = {b"PAR1": "parquet", b"PK\x03\x04": "xlsx"}
_FOREIGN: Mapping[bytes, str] = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "a file of an old Microsoft Office program; save it as .xlsx or .csv",
    b"\xfd7zXZ": "packed with xz; unpack it first",
    b"BZh": "packed with bzip2; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstandard; unpack it first",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
    b"ARROW1": "an Arrow file; save it as Parquet",
    b"Obj\x01": "an Avro file; save it as Parquet",
}
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>\s*(.*?)\s*</title>", re.IGNORECASE | re.DOTALL)
_JSON_ARRAY = re.compile(rb"\[\s*(?:\{|\]\s*$)")
_JSON_OBJECT = re.compile(rb"\{\s*[\"}]")
_JSON_LINES_NAMES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_CONTROLS = bytes({*range(1, 32)} - {*b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"})


def recognised(file: SourceFile, named: str | None) -> str:
    """Return the format of `file`, which is `named` where a profile names one.

    Raises SourceError when the file is empty, no data, or of another kind than named.
    """
    try:
        with file.path.open("rb") as content:
            head = content.read(_HEAD)
    except OSError as error:
        raise SourceError(f"{file.shown} cannot be read: {error.strerror or error}.") from error
    if not head.strip(_BLANKS):
        raise SourceError(f"{file.shown} is empty: it holds no rows. Nothing was imported.")
    binary = next((name for signature, name in _SIGNATURES.items() if head.startswith(signature)), None)
    if named is not None and (binary is not None or named in _SIGNATURES.values()) and named != binary:
        found = f"is {binary}" if binary else f"is not {named}"
        raise SourceError(
            f"{file.shown} {found}, and the profile names the format {named}. Leave [file] format out of the "
            "profile, and it is told from the file."
        )
    if binary is None:
        _refuse_what_is_no_data(file, head)
    return named or binary or _text_format(file, head)


def _refuse_what_is_no_data(file: SourceFile, head: bytes) -> None:
    foreign = next((what for signature, what in _FOREIGN.items() if head.startswith(signature)), None)
    if foreign is None and head[257:262] == b"ustar":
        foreign = "a tar archive; unpack it first"
    start = head.lstrip(_BLANKS)[:2000]
    if foreign is None and start.startswith(b"<") and not start.startswith(b"<<<<<<<"):
        foreign = _markup(start, head)
    if foreign is None and _is_binary(head):
        foreign = "a binary file of an unknown kind, not text"
    if foreign is not None:
        raise SourceError(f"{file.shown} is no data that can be imported: it is {foreign}.")


def _markup(start: bytes, head: bytes) -> str | None:
    if _MARKUP.search(start):
        title = _TITLE.search(head)
        text = "" if title is None else title[1].decode("utf-8", "replace")[:80]
        called = f' titled "{" ".join(text.split())}"' if text else ""
        return f"a web page{called}, perhaps an error message of the site; download the file again"
    return "an XML document" if start.startswith(b"<?xml") else None


def _is_binary(head: bytes) -> bool:
    """Tell bytes that are no text: many control characters, or hardly anything but NUL."""
    if utf_16_of(head) is not None:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > len(head) / 100 or head.count(0) > 0.9 * len(head)


def _text_format(file: SourceFile, head: bytes) -> str:
    start = head.lstrip(_BLANKS)
    if _JSON_ARRAY.match(start):
        return "json"
    if not _JSON_OBJECT.match(start):
        return "csv"
    if file.name.lower().endswith(_JSON_LINES_NAMES) or _is_followed_by_another(start):
        return "jsonl"
    return "json"


def _is_followed_by_another(start: bytes) -> bool:
    """Tell whether the first JSON object ends within the first bytes and another one follows it."""
    text = start.decode("utf-8", "replace")
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return text[end:].lstrip().startswith("{")

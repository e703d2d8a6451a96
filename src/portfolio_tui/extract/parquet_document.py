"""The provenance in the footer of a Parquet file: room is left for it, and it is put there afterwards.

The rows, their totals and their sum are known only when the rows are written. So the file is written with
blanks in its metadata, as many as the document can need, which then takes their place byte for byte.
"""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.extract.provenance import KEY, ProvenanceError

_TAIL = 8
"""The bytes after the footer: its length in four, and "PAR1"."""


def blanks(length: int) -> str:
    """Return the text that stands for a document of at most `length` bytes until it is known.

    It starts and ends with other signs, so that a blank in front of it is never taken for a part of it.
    """
    return "{" + " " * length + "}"


def read_document(path: Path) -> str:
    """Return the document in the footer of the Parquet file at `path`; raises ProvenanceError."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except (pa.ArrowException, OSError) as error:
        raise ProvenanceError(
            f"{path} cannot be read as Parquet: it was cut off, or is none. ({_first_line(error)})"
        ) from error
    if KEY.encode() not in metadata:
        raise ProvenanceError(
            f"{path} has no provenance: it is no extract of portfolio-tui, or another program wrote it anew."
        )
    return bytes(metadata[KEY.encode()]).decode("utf-8", "replace")


def put_document(path: Path, text: str) -> None:
    """Put the document `text` in place of the blanks in the footer of `path`; it has to fit."""
    with path.open("r+b") as file:
        start, length = _place(path, file)
        document = text.encode()
        if len(document) > length:
            raise ValueError(f"The document has {len(document)} bytes, and there is room for {length}.")
        file.seek(start)
        file.write(document.ljust(length))
        file.flush()
        os.fsync(file.fileno())


def sum_of_data(path: Path) -> str:
    """Return the SHA-256 of the Parquet file at `path` as it is with blanks for its document.

    Raises ProvenanceError where it has none.
    """
    with path.open("rb") as file:
        start, length = _place(path, file)
        digest = hashlib.sha256()
        file.seek(0)
        _take(digest, file, start)
        digest.update(b" " * length)
        file.seek(start + length)
        _take(digest, file, None)
    return digest.hexdigest()


def _place(path: Path, file: BinaryIO) -> tuple[int, int]:
    """Return where the document starts in `file` and how many bytes it has; raises ProvenanceError."""
    document = read_document(path).encode()
    end = file.seek(-_TAIL, os.SEEK_END)
    footer_length = int.from_bytes(file.read(4), "little")
    file.seek(end - footer_length)
    footer = file.read(footer_length)
    if footer.count(document) != 1:
        raise ProvenanceError(f"{path}: the provenance is in its footer more than once; it was altered.")
    return end - footer_length + footer.index(document), len(document)


def _take(digest: "hashlib._Hash", file: BinaryIO, length: int | None) -> None:
    """Let `digest` take in the next `length` bytes of `file`, or all that are left."""
    while length is None or length > 0:
        chunk = file.read(1 << 20 if length is None else min(1 << 20, length))
        if not chunk:
            break
        digest.update(chunk)
        length = None if length is None else length - len(chunk)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", maxsplit=1)[0]

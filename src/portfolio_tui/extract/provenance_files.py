"""Where an extract keeps its provenance: a Parquet file in its footer, any other in a file beside it."""

import hashlib
import os
from pathlib import Path

from portfolio_tui.extract.parquet_document import read_document, sum_of_data
from portfolio_tui.extract.provenance import ProvenanceError, ReadProvenance, read_provenance_document
from portfolio_tui.portfolio.file_marks import sha256_of

SIDECAR_SUFFIX = ".provenance.json"


def sidecar_of(path: Path) -> Path:
    """Return the file that keeps the provenance of the extract at `path`."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def is_extract(path: Path) -> bool:
    """Tell whether `path` is meant as an extract: a file, or a folder of partitioned Parquet files."""
    return path.is_file() or (path.is_dir() and any(path.glob("*=*/**/*.parquet")))


def parts_of(path: Path) -> list[Path]:
    """Return the files of the extract at `path`, in order: itself, or those of a partitioned folder."""
    return sorted(path.rglob("*.parquet")) if path.is_dir() else [path]


def read_provenance(path: Path) -> ReadProvenance:
    """Return the provenance of the extract at `path`; raises ProvenanceError where there is none.

    The files of a partitioned extract all have the same; where they differ, the document counts as altered.
    """
    if not path.exists():
        raise ProvenanceError(f"{path} is not there.")
    if path.is_dir():
        return _of_folder(path)
    if _is_parquet(path):
        return read_provenance_document(read_document(path))
    sidecar = path if path.name.endswith(SIDECAR_SUFFIX) else sidecar_of(path)
    try:
        return read_provenance_document(sidecar.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProvenanceError(
            f"{path} has no provenance: {sidecar.name} is not beside it. Put it there."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProvenanceError(f"{sidecar} cannot be read ({error}).") from error


def sum_of_extract(path: Path) -> str:
    """Return the SHA-256 of what the extract at `path` holds beside its provenance.

    Raises OSError, and ProvenanceError when a Parquet file has no provenance.
    """
    if path.is_dir():
        return sum_of_parts({part.relative_to(path).as_posix(): sum_of_data(part) for part in parts_of(path)})
    if _is_parquet(path):
        return sum_of_data(path)
    return sha256_of(path)


def sum_of_parts(sums: dict[str, str]) -> str:
    """Return one SHA-256 for files with their `sums` by path."""
    lines = "".join(f"{name}\0{digest}\n" for name, digest in sorted(sums.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def _of_folder(folder: Path) -> ReadProvenance:
    parts = parts_of(folder)
    if not parts:
        raise ProvenanceError(f"{folder} is no extract: there is no Parquet file in it.")
    documents = {_document_or_nothing(part) for part in parts}
    found = read_provenance_document(max(documents))
    return ReadProvenance(found.provenance, found.is_untouched and len(documents) == 1)


def _document_or_nothing(part: Path) -> str:
    try:
        return read_document(part).rstrip()
    except ProvenanceError:
        return ""


def _is_parquet(path: Path) -> bool:
    """Tell whether the file at `path` is Parquet: it says so at both ends, whatever its name."""
    if path.suffix.lower() == ".parquet":
        return True
    try:
        with path.open("rb") as file:
            first = file.read(4)
            file.seek(-min(4, file.seek(0, os.SEEK_END)), os.SEEK_END)
            return first == file.read(4) == b"PAR1"
    except OSError as error:
        raise ProvenanceError(f"{path} cannot be read ({error.strerror or error}).") from error

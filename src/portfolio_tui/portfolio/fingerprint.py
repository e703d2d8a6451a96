"""Tells whether a portfolio's files are still the ones that were read."""

import hashlib
from pathlib import Path

from portfolio_tui.portfolio.file_marks import sha256_of
from portfolio_tui.portfolio.manifest import MANIFEST_FILE
from portfolio_tui.portfolio.name_variants import FILE_NAME as NAME_VARIANTS_FILE
from portfolio_tui.portfolio.opening import table_files
from portfolio_tui.portfolio.schema import TABLES


def fingerprint(folder: Path) -> str:
    """Return a SHA-256 over the names and contents of the portfolio's files, the same for a faithful copy.

    What was decided on names is among them, for figures depend on it.

    Raises OSError when a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def stamp(folder: Path) -> str:
    """Return a quick mark of the portfolio's files (names, sizes, times), to notice that one changed."""
    digest = hashlib.sha256()
    for path in _files(folder):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        digest.update(
            f"{path.relative_to(folder).as_posix()}\0{status.st_size}\0{status.st_mtime_ns}\n".encode()
        )
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    beside = (folder / MANIFEST_FILE, folder / NAME_VARIANTS_FILE)
    found = [path for path in beside if path.is_file()]
    for table in TABLES:
        found += table_files(folder, table.name)
    return sorted(found)

"""Replaces several files of a portfolio as one step, which a crash cannot leave half done.

New files are written to `.importing` in the folder. Renaming that to `.imported` is the moment from which
the change counts; the files are then moved into place. Whoever opens the folder after a crash calls
`finish_replacing`, which moves what was not yet moved. A crash before the renaming leaves the portfolio as
it was.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.manifest import MANIFEST_FILE
from portfolio_tui.portfolio.schema import TABLES

BEING_WRITTEN = ".importing"
TO_BE_MOVED = ".imported"

# What others refer to comes first, so that a reader in between finds every row that is referred to.
_ORDER = {f"{table.name}.parquet": position for position, table in enumerate(TABLES)}


def replace_files(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill an empty folder with files, then put them all in place of those in `folder`.

    When `write` raises, or the process ends before it is done, the folder stays as it was. Raises OSError
    when the folder cannot be written.
    """
    staging = folder / BEING_WRITTEN
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        write(staging)
        for path in sorted(staging.iterdir()):
            _flush(path)
        _flush(staging)
        staging.rename(folder / TO_BE_MOVED)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    finish_replacing(folder)


def finish_replacing(folder: Path) -> None:
    """Move into place the files of a replacement that was interrupted; do nothing where there is none.

    Several processes may do this at once. Raises UserError when the folder cannot be written.
    """
    finished = folder / TO_BE_MOVED
    if not finished.is_dir():
        return
    try:
        for path in sorted(finished.iterdir(), key=_position):
            with suppress(FileNotFoundError):
                path.replace(folder / path.name)
        _flush(folder)
        with suppress(FileNotFoundError):
            finished.rmdir()
    except OSError as error:
        raise UserError(
            f"An import into {folder} was interrupted while its files were moved into place, and cannot be "
            f"finished: {error.strerror or error}. Open the portfolio once where its folder can be written."
        ) from error


@contextmanager
def held_alone(folder: Path) -> Iterator[None]:
    """Keep other processes from importing into `folder` meanwhile; raises UserError when one does already."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise UserError(f"Another import into {folder} is under way; try again when it is done.") from error
    try:
        yield
    finally:
        os.close(handle)


def _position(path: Path) -> tuple[int, str]:
    last = len(_ORDER) + (path.name == MANIFEST_FILE)
    return _ORDER.get(path.name, last), path.name


def _flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

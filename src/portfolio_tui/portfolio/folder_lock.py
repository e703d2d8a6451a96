"""Keeps two processes from changing one portfolio at once."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portfolio_tui.errors import UserError


@contextmanager
def locked(folder: Path, *, is_patient: bool) -> Iterator[None]:
    """Hold the folder alone; where another process does, wait for it or raise UserError at once."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if is_patient else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise UserError(
                f"Another import into {folder} is under way, or a note is being kept there; "
                "try again when it is done."
            ) from error
        yield
    finally:
        os.close(handle)

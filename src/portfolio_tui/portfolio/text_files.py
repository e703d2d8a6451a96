"""Writes small text files such that each is always whole: the one that was there, or the new one."""

import os
from contextlib import suppress
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 beside `path` and move it into place.

    What UTF-8 cannot hold becomes a question mark. Raises OSError, and leaves what was there, when that
    cannot be done.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink()

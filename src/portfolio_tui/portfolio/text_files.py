"""Writes small text files such that each is always whole: the one that was there, or the new one."""

import os
from contextlib import suppress
from pathlib import Path

from portfolio_tui.errors import UserError


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


def keep_own_file(path: Path, text: str, what: str, *, replace: bool) -> None:
    """Write `text` as a file of the user's own, a `what` called like the file; its folder is made.

    Raises UserError when there is one already and `replace` is not asked for, or when it cannot be written.
    """
    if path.exists() and not replace:
        raise UserError(
            f"There is a {what} {path.stem} of yours already. Choose another name, or replace it."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, text)
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror or error}).") from error

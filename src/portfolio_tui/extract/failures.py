"""Says what kept an extract from being written."""

import shutil
from pathlib import Path

import duckdb

from portfolio_tui.errors import UserError
from portfolio_tui.query.errors import QueryError

_FULL = ("No space left", "File too large", "Disk quota exceeded", "not enough space")


def failure_to_write(error: OSError | QueryError, target: Path) -> UserError | None:
    """Return what to tell where the extract at `target` could not be written; None where its query failed."""
    if isinstance(error, OSError):
        return UserError(_in_words(target, str(error.strerror or error)))
    reason = str(error.__cause__).split("\n", maxsplit=1)[0]
    if isinstance(error.__cause__, duckdb.IOException) and (_is_full(reason) or str(target.parent) in reason):
        return UserError(_in_words(target, reason))
    return None


def _is_full(reason: str) -> bool:
    """Tell whether what went wrong is that there is no room on a disk."""
    return any(words in reason for words in _FULL)


def _in_words(target: Path, reason: str) -> str:
    """Return what kept the extract from being written, with the room on the disk where that is the cause."""
    if _is_full(reason):
        free = shutil.disk_usage(target.parent).free // 1_000_000
        return (
            f"{target} was not written: the disk is full ({free:,} MB are free). Make room, or choose "
            "another folder. What was there before is untouched."
        )
    return f"{target} was not written: {reason}. What was there before is untouched."

"""Tells how far an import has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ImportProgress:
    """How far an import has come: which step, at which of the files, and how much of that file.

    `file_count` is 0 while it is not known how many there are. Bytes are those of the file once unpacked.
    """

    step: Literal["reading", "merging", "writing"]
    file_name: str
    file_number: int
    file_count: int
    bytes_read: int
    bytes_total: int
    rows: int


Progress = Callable[[ImportProgress], None]
"""Is told some times a second how far the import has come; what it raises ends the import, which then leaves
the portfolio as it was."""

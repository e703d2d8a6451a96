"""What a reader hands on: the rows of a file as text, and the records that are no rows."""

from dataclasses import dataclass

import polars as pl

from portfolio_tui.errors import UserError

SOURCE_ROW = "source_row"
RAW_TEXT = "raw_text"


class SourceError(UserError):
    """A file that cannot be read as a whole; nothing of it is imported."""


@dataclass(frozen=True)
class RejectedRow:
    """A record of the file that is not a row of its table, with its text as it stands there."""

    source_row: int
    raw_text: str
    reason: str


@dataclass(frozen=True)
class SourceRows:
    """The rows of one file as text.

    `texts` has a text column for each heading; `positions` has, for the same rows, `source_row` (the first
    record of data is 1) and `raw_text` (the record as it stands). `unnamed` are columns without a heading,
    `repeated` the headings of several columns, of which `texts` has the first under that name. `read_as`
    says how the bytes were taken: `csv, cp1252, semicolon`.
    """

    file_name: str
    sha256: str
    texts: pl.DataFrame
    positions: pl.DataFrame
    unnamed: tuple[str, ...]
    repeated: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    read_as: str

    @property
    def row_count(self) -> int:
        """How many records of data the file has, rejected ones among them."""
        return self.positions.height + len(self.rejected)

"""What a reader hands on: the rows of a file as text, and the records that are no rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

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


RawTexts = Callable[[Sequence[int]], list[str]]
"""Returns the records of these numbers as they stand in the file."""


@dataclass(frozen=True)
class SourceRows:
    """Rows of one file as text: all of them, or some that follow each other.

    `texts` has a text column for each heading, where an empty cell is null or an empty text; of white space
    around cells there is none but spaces where they `have_only_spaces`. `positions` has, for the same rows,
    `source_row` (the first record of data is 1) and `raw_text` (the record as it stands), which is null where
    `raw_texts` must be asked for it. `unnamed` are columns without a heading, `repeated` the headings of
    several columns, of which `texts` has the first under that name. `read_as` says how the bytes were taken
    so far: `csv, cp1252, semicolon`. `bytes_read` of the file were read by then.
    """

    file_name: str
    texts: pl.DataFrame
    positions: pl.DataFrame
    raw_texts: RawTexts
    unnamed: tuple[str, ...]
    repeated: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    read_as: str
    bytes_read: int
    have_only_spaces: bool = False

    @property
    def row_count(self) -> int:
        """How many records of data these are, rejected ones among them."""
        return self.positions.height + len(self.rejected)


def positions_of(numbers: pl.Series) -> pl.DataFrame:
    """Return the positions of rows with these numbers, whose texts are to be asked for."""
    return pl.DataFrame(
        {SOURCE_ROW: numbers, RAW_TEXT: pl.repeat(None, numbers.len(), dtype=pl.String, eager=True)}
    )


def together(read: Iterable[SourceRows]) -> SourceRows:
    """Return the rows of all the parts of a file, with their texts."""
    parts = list(read)
    return replace(
        parts[-1],
        texts=pl.concat([part.texts for part in parts], how="diagonal"),
        positions=pl.concat([_with_raw_texts(part) for part in parts]),
        rejected=tuple(row for part in parts for row in part.rejected),
    )


def _with_raw_texts(part: SourceRows) -> pl.DataFrame:
    texts = part.raw_texts(part.positions[SOURCE_ROW].to_list())
    return part.positions.with_columns(pl.Series(RAW_TEXT, texts, pl.String))

"""What a reader hands on: the rows of a file as text, and the records that are no rows."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from portfolio_tui.errors import UserError

SOURCE_ROW = "source_row"
RAW_TEXT = "raw_text"

_ROWS_AT_LEAST = 100_000


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

    @property
    def last_number(self) -> int:
        """The number of the last of these records; 0 where there are none."""
        last_row = self.positions[SOURCE_ROW][-1] if self.positions.height else 0
        return max(last_row, self.rejected[-1].source_row if self.rejected else 0)


@dataclass(frozen=True)
class _JoinedTexts:
    """The texts of several parts, each with the number of its last record."""

    parts: Sequence[tuple[int, RawTexts]]

    def __call__(self, numbers: Sequence[int]) -> list[str]:
        lasts = [last for last, _ in self.parts]
        asked: dict[int, list[int]] = {}
        for number in numbers:
            asked.setdefault(bisect_left(lasts, number), []).append(number)
        found: dict[int, str] = {}
        for place, of_part in asked.items():
            found.update(zip(of_part, self.parts[place][1](of_part), strict=True))
        return [found[number] for number in numbers]


def positions_of(numbers: pl.Series) -> pl.DataFrame:
    """Return the positions of rows with these numbers, whose texts are to be asked for."""
    return pl.DataFrame(
        {SOURCE_ROW: numbers, RAW_TEXT: pl.repeat(None, numbers.len(), dtype=pl.String, eager=True)}
    )


def in_larger_parts(parts: Iterable[SourceRows]) -> Iterator[SourceRows]:
    """Yield the rows of a file in parts of some ten thousands, each of them worth the work on it."""
    held: list[SourceRows] = []
    for part in parts:
        held.append(part)
        if sum(each.row_count for each in held) >= _ROWS_AT_LEAST:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def together(parts: Iterable[SourceRows]) -> SourceRows:
    """Return the rows of all the parts of a file, with their texts."""
    rows = _joined(list(parts))
    texts = rows.raw_texts(rows.positions[SOURCE_ROW].to_list())
    return replace(rows, positions=rows.positions.with_columns(pl.Series(RAW_TEXT, texts, pl.String)))


def _joined(parts: Sequence[SourceRows]) -> SourceRows:
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[-1],
        texts=pl.concat([part.texts for part in parts], how="diagonal", rechunk=True),
        positions=pl.concat([part.positions for part in parts]),
        raw_texts=_JoinedTexts([(part.last_number, part.raw_texts) for part in parts if part.row_count]),
        rejected=tuple(row for part in parts for row in part.rejected),
        have_only_spaces=all(part.have_only_spaces for part in parts),
    )

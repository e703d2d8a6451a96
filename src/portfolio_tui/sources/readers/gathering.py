"""Gathers the records of a file, read one after the other, into columns of text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from portfolio_tui.sources.readers.source_rows import RawTexts, RejectedRow, positions_of

_ROWS_AT_A_TIME = 5_000
_FRAMES_TOGETHER = 10


class Row(NamedTuple):
    """A record that is a row: its number, its text in the file, and its cells in the order of the names."""

    number: int
    raw_text: str
    cells: Sequence[str | None]


@dataclass(frozen=True)
class Gathered:
    """Rows of a file in columns, and the records among them that are no rows."""

    texts: pl.DataFrame
    positions: pl.DataFrame
    raw_texts: RawTexts
    rejected: tuple[RejectedRow, ...]


def gathered(names: Sequence[str], records: Iterable[Row | RejectedRow]) -> Iterator[Gathered]:
    """Gather `records` under `names`, some ten thousands at a time; at least once, though there be none.

    `names` may grow while the records are read; rows read before lack those columns.
    """
    gathering = _Gathering(names)
    for record in records:
        gathering.take(record)
        if len(gathering.numbers) + len(gathering.rejected) == _ROWS_AT_A_TIME * _FRAMES_TOGETHER:
            yield gathering.gathered()
            gathering = _Gathering(names)
    yield gathering.gathered()


class _Gathering:
    """Rows that are gathered: small frames at a time, which is quicker than one large one."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._frames: list[pl.DataFrame] = []
        self._cells: list[Sequence[str | None]] = []
        self._raw_texts: list[str] = []
        self.numbers: list[int] = []
        self.rejected: list[RejectedRow] = []

    def take(self, record: Row | RejectedRow) -> None:
        """Take one more record."""
        if isinstance(record, RejectedRow):
            self.rejected.append(record)
            return
        self.numbers.append(record.number)
        self._raw_texts.append(record.raw_text)
        self._cells.append(record.cells)
        if len(self._cells) == _ROWS_AT_A_TIME:
            self._make_frame()

    def gathered(self) -> Gathered:
        """Return what was taken."""
        self._make_frame()
        return Gathered(
            pl.concat(self._frames, how="diagonal"),
            positions_of(pl.Series(self.numbers, dtype=pl.Int64)),
            _ListedTexts(self.numbers, self._raw_texts),
            tuple(self.rejected),
        )

    def _make_frame(self) -> None:
        width = len(self._names)
        padded = (cells if len(cells) == width else _padded(cells, width) for cells in self._cells)
        columns: Sequence[Sequence[str | None]] = list(zip(*padded, strict=True)) or [()] * width
        self._frames.append(
            pl.DataFrame(
                [
                    pl.Series(name, column, pl.String)
                    for name, column in zip(self._names, columns, strict=True)
                ]
            )
        )
        self._cells = []


@dataclass(frozen=True)
class _ListedTexts:
    """The texts of records that were read one by one."""

    numbers: Sequence[int]
    texts: Sequence[str]

    def __call__(self, numbers: Sequence[int]) -> list[str]:
        by_number = dict(zip(self.numbers, self.texts, strict=True)) if numbers else {}
        return [by_number[number] for number in numbers]


def _padded(cells: Sequence[str | None], width: int) -> Sequence[str | None]:
    return [*cells, *[None] * (width - len(cells))]

"""Gathers the records of a file, read one after the other, into columns of text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from portfolio_tui.sources.readers.source_rows import RAW_TEXT, SOURCE_ROW, RejectedRow

_ROWS_AT_A_TIME = 5_000


class Row(NamedTuple):
    """A record that is a row: its number, its text in the file, and its cells in the order of the names."""

    number: int
    raw_text: str
    cells: Sequence[str | None]


@dataclass
class Gathered:
    """The rows of a file in columns, and the records that are no rows."""

    texts: pl.DataFrame
    positions: pl.DataFrame
    rejected: list[RejectedRow] = field(default_factory=list)


def gathered(names: Sequence[str], records: Iterable[Row | RejectedRow]) -> Gathered:
    """Gather `records` under `names`.

    `names` may grow while the records are read; rows read before have empty cells there.
    """
    frames: list[tuple[pl.DataFrame, pl.DataFrame]] = []
    batch: list[Row] = []
    rejected: list[RejectedRow] = []
    for record in records:
        if isinstance(record, RejectedRow):
            rejected.append(record)
            continue
        batch.append(record)
        if len(batch) == _ROWS_AT_A_TIME:
            frames.append(_frames(names, batch))
            batch = []
    frames.append(_frames(names, batch))
    texts = pl.concat([texts for texts, _ in frames], how="diagonal")
    return Gathered(texts, pl.concat([positions for _, positions in frames]), rejected)


def _frames(names: Sequence[str], batch: list[Row]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the texts and the positions of a batch of rows."""
    width = len(names)
    padded = (row.cells if len(row.cells) == width else _padded(row.cells, width) for row in batch)
    columns: Sequence[Sequence[str | None]] = list(zip(*padded, strict=True)) or [()] * width
    texts = pl.DataFrame(
        [pl.Series(name, column, pl.String) for name, column in zip(names, columns, strict=True)]
    )
    positions = pl.DataFrame(
        {SOURCE_ROW: [row.number for row in batch], RAW_TEXT: [row.raw_text for row in batch]},
        schema={SOURCE_ROW: pl.Int64, RAW_TEXT: pl.String},
    )
    return texts, positions


def _padded(cells: Sequence[str | None], width: int) -> Sequence[str | None]:
    return [*cells, *[None] * (width - len(cells))]

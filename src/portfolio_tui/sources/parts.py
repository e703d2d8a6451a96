"""Parquet files on disk that hold together what is too large for memory."""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import polars as pl

_ROWS_TOGETHER = 100_000


class Parts:
    """Numbered Parquet files in a folder, in the order in which they were written."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._number = count(1)
        self.paths: list[Path] = []

    def write(self, rows: pl.DataFrame) -> Path:
        """Write `rows` as one more part."""
        path = self._folder / f"{self._name}-{next(self._number):06}.parquet"
        rows.write_parquet(path, compression="zstd", compression_level=1)
        self.paths.append(path)
        return path

    def remove(self) -> None:
        """Remove the files, which are needed no more."""
        for path in self.paths:
            path.unlink()
        self.paths.clear()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for path in self.paths:
            yield pl.read_parquet(path)


def in_larger_frames(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the rows of small frames in fewer ones."""
    held: list[pl.DataFrame] = []
    for rows in frames:
        held.append(rows)
        if sum(each.height for each in held) >= _ROWS_TOGETHER:
            yield pl.concat(held)
            held = []
    if held:
        yield pl.concat(held)

"""Holds what is too large for memory: in Parquet files on disk, or few of its rows by themselves."""

from collections.abc import Iterator
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
        self._paths: list[Path] = []
        self._held: list[pl.DataFrame] = []

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that hold everything that was written and added."""
        self._set_down()
        return tuple(self._paths)

    def write(self, rows: pl.DataFrame) -> None:
        """Write `rows` as one more part."""
        path = self._folder / f"{self._name}-{next(self._number):06}.parquet"
        rows.write_parquet(path, compression="zstd", compression_level=1)
        self._paths.append(path)

    def add(self, rows: pl.DataFrame) -> None:
        """Hold `rows`, which are few, until there are enough of them for a part."""
        self._held.append(by_themselves(rows))
        if sum(held.height for held in self._held) >= _ROWS_TOGETHER:
            self._set_down()

    def remove(self) -> None:
        """Remove the files, which are needed no more."""
        for path in self.paths:
            path.unlink()
        self._paths.clear()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for path in self.paths:
            yield pl.read_parquet(path)

    def _set_down(self) -> None:
        held, self._held = self._held, []
        if held:
            self.write(pl.concat(held))


def by_themselves(rows: pl.DataFrame) -> pl.DataFrame:
    """Return `rows` with texts of their own: taken out of many, they would keep those of all of them."""
    return pl.DataFrame(rows.to_arrow(compat_level=pl.CompatLevel.oldest()), schema=rows.schema)

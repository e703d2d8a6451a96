"""Parquet files on disk that hold together what is too large for memory."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

import duckdb
import polars as pl

from portfolio_tui.query.raw_views import literal
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW

_KEY_HASH = "key_hash"
_REPEATED = Path(__file__).with_name("repeated_keys.sql")
_MEMORY_LIMIT = "700MB"
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


class KeyParts:
    """The keys of all rows of a file, to find those that stand there more than once."""

    def __init__(self, folder: Path, key: Sequence[str]) -> None:
        self._folder = folder
        self._key = list(key)
        self._parts = Parts(folder, "keys")

    def take(self, rows: pl.DataFrame) -> None:
        """Take note of the keys of some rows."""
        key_hash = pl.struct(self._key).hash().alias(_KEY_HASH)
        self._parts.write(rows.select(key_hash, SOURCE_ROW, *self._key))

    def repeated(self) -> pl.DataFrame:
        """Return the rows whose keys stand in the file more than once, in its order."""
        files = ", ".join(literal(str(path)) for path in self._parts.paths)
        spill = str(self._folder / "spill")
        with duckdb.connect(config={"memory_limit": _MEMORY_LIMIT, "temp_directory": spill}) as connection:
            sql = _REPEATED.read_text(encoding="utf-8").replace("{files}", f"[{files}]")
            found = pl.DataFrame(connection.sql(sql).to_arrow_table())
        return found.filter(pl.struct(self._key).is_duplicated())

"""Gathers the notes of one file while it is read, on disk where they are many."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from portfolio_tui.sources.mapping import NOTE_SCHEMA
from portfolio_tui.sources.notes import notes_of_file
from portfolio_tui.sources.parts import Parts, by_themselves
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW

_HELD_AT_MOST = 50_000
_NO_NOTES = pl.DataFrame(schema=NOTE_SCHEMA)


class NoteParts:
    """Notes of one kind, taken in the order of the file."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._parts = Parts(folder, name)
        self._held = [_NO_NOTES]
        self._held_count = 0

    def take(self, notes: pl.DataFrame) -> None:
        """Take the notes of some rows, which all come after those of earlier ones."""
        self._held.append(by_themselves(notes))
        self._held_count += notes.height
        if self._held_count > _HELD_AT_MOST:
            self._parts.write(pl.concat(self._held))
            self._held, self._held_count = [_NO_NOTES], 0

    def finished(
        self, file_name: str, sha256: str, *, further: pl.DataFrame = _NO_NOTES, never: pl.Series
    ) -> tuple[Path | pl.DataFrame, int]:
        """Return the notes and `further` ones, but none about the rows in `never`, and how many they are."""
        rows = never.to_frame()

        def finish(notes: pl.DataFrame) -> pl.DataFrame:
            return notes_of_file(file_name, sha256, [notes.join(rows, on=SOURCE_ROW, how="anti")])

        if not self._parts.paths:
            notes = finish(pl.concat([*self._held, further]))
            return notes, notes.height
        path = self._folder / f"{self._name}.parquet"
        count = 0
        with pq.ParquetWriter(path, finish(_NO_NOTES).to_arrow().schema, compression="zstd") as writer:
            for notes in map(finish, self._with(further)):
                writer.write_table(notes.to_arrow())
                count += notes.height
        return path, count

    def _with(self, further: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Yield the notes part by part, each with those of `further` that belong there by their rows."""
        for notes in self._parts:
            is_before = pl.col(SOURCE_ROW) <= notes[SOURCE_ROW].max()
            yield pl.concat([notes, further.filter(is_before)])
            further = further.filter(~is_before)
        yield pl.concat([*self._held, further])

"""Merges the notes of an import, rows set aside and cells not read, into those that the portfolio keeps."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.errors import UserError
from portfolio_tui.query.raw_views import literal, pattern_of, quoted
from portfolio_tui.sources.figures.engine import MergeEngine
from portfolio_tui.sources.file_reading import FileRead
from portfolio_tui.sources.notes import NOTES_SCHEMA

_COLUMNS = ", ".join(map(quoted, NOTES_SCHEMA))
_NO_NOTES = ", ".join(
    f"NULL::{'BIGINT' if dtype == pl.Int64 else 'VARCHAR'} AS {quoted(name)}"
    for name, dtype in NOTES_SCHEMA.items()
)


class NotesMerge:
    """The notes of one kind; those of a file take the place of earlier ones about the same content.

    A copy of a file under another name that gives the same notes changes nothing.
    """

    def __init__(self, engine: MergeEngine, name: str, folder: Path, reads: Sequence[FileRead]) -> None:
        """Compare the notes of the files with those in `folder`; raises UserError when these are damaged."""
        self._engine = engine
        self._name = name
        earlier = folder / f"{name}.parquet"
        _check(earlier)
        self._view("earlier", [earlier] if earlier.is_file() else [])
        first = {read.sha256: read for read in reversed(reads)}
        self._view("brought", [_file_of(read, name, engine.scratch) for read in first.values()])
        contents = ", ".join(literal(sha256) for sha256 in first)
        engine.run("notes_renewed", contents=contents or "''")
        self.has_changed = bool(engine.rows_of("SELECT 1 FROM renewed LIMIT 1"))

    def write(self, staging: Path) -> None:
        """Write the notes into `staging`."""
        self._engine.run("notes_write", target=literal(str(staging / f"{self._name}.parquet")))

    def _view(self, name: str, files: Sequence[Path]) -> None:
        paths = ", ".join(literal(pattern_of(path)) for path in files)
        source = f"read_parquet([{paths}])" if files else f"(SELECT {_NO_NOTES} LIMIT 0)"
        self._engine.run("notes_view", name=name, columns=_COLUMNS, source=source)


def _check(path: Path) -> None:
    if not path.is_file():
        return
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise UserError(f"{path} is damaged: {error}. Move it elsewhere and import again.") from error
    if schema.names != list(NOTES_SCHEMA):
        raise UserError(f"{path} was not written by an import. Move it elsewhere and import again.")


def _file_of(read: FileRead, name: str, scratch: Path) -> Path:
    notes = read.notes[name]
    if isinstance(notes, Path):
        return notes
    path = scratch / f"{name}-{read.sha256}.parquet"
    notes.write_parquet(path)
    return path

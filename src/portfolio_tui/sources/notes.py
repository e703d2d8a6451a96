"""Keeps what could not be read, rows and single cells, each kind in a file of the portfolio."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.sources.mapping import NOTE_SCHEMA
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import SOURCE_FILE

ROWS_SET_ASIDE = "set_aside"
CELLS_NOT_READ = "cells_not_read"
NOTE_FILES = (ROWS_SET_ASIDE, CELLS_NOT_READ)

_SHA256 = "source_sha256"
_SCHEMA = {SOURCE_FILE: pl.String(), **NOTE_SCHEMA, _SHA256: pl.String()}


def notes_of_file(file_name: str, sha256: str, notes: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the notes of one file, in its order, with the file they are about."""
    return (
        pl.concat(notes)
        .with_columns(pl.lit(file_name).alias(SOURCE_FILE), pl.lit(sha256).alias(_SHA256))
        .select(*_SCHEMA)
        .sort(SOURCE_ROW, "column", maintain_order=True)
    )


def earlier_notes(folder: Path, name: str) -> pl.DataFrame:
    """Return the notes that the portfolio in `folder` holds already; raises UserError when damaged."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        return pl.DataFrame(schema=_SCHEMA)
    try:
        notes = pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise UserError(f"{path} is damaged: {error}. Move it elsewhere and import again.") from error
    if notes.schema != pl.Schema(_SCHEMA):
        raise UserError(f"{path} was not written by an import. Move it elsewhere and import again.")
    return notes


def with_notes(earlier: pl.DataFrame, kept: Path | pl.DataFrame, sha256: str) -> pl.DataFrame:
    """Return the notes with those of one file in place of the earlier ones about the same content.

    A copy of the file under another name that gives the same notes changes nothing.
    """
    notes = pl.read_parquet(kept) if isinstance(kept, Path) else kept
    same_content = earlier.filter(pl.col(_SHA256) == sha256)
    if same_content.drop(SOURCE_FILE).equals(notes.drop(SOURCE_FILE)):
        return earlier
    others = earlier.filter(pl.col(_SHA256) != sha256)
    return pl.concat([others, notes]).sort(SOURCE_FILE, _SHA256, SOURCE_ROW, "column", maintain_order=True)

"""Keeps what could not be read, rows and single cells, each kind in a file of the portfolio."""

from collections.abc import Sequence

import polars as pl

from portfolio_tui.sources.mapping import NOTE_SCHEMA
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import SOURCE_FILE

ROWS_SET_ASIDE = "set_aside"
CELLS_NOT_READ = "cells_not_read"
NOTE_FILES = (ROWS_SET_ASIDE, CELLS_NOT_READ)

_SHA256 = "source_sha256"
NOTES_SCHEMA = {SOURCE_FILE: pl.String(), **NOTE_SCHEMA, _SHA256: pl.String()}
"""The columns of the files in which notes are kept."""


def notes_of_file(file_name: str, sha256: str, notes: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the notes of one file, in its order, with the file they are about."""
    return (
        pl.concat(notes)
        .with_columns(pl.lit(file_name).alias(SOURCE_FILE), pl.lit(sha256).alias(_SHA256))
        .select(*NOTES_SCHEMA)
        .sort(SOURCE_ROW, "column", maintain_order=True)
    )

"""Reads Parquet files, whose values become the text that profiles read."""

import json
import math
from collections.abc import Mapping

import polars as pl

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import (
    RAW_TEXT,
    SOURCE_ROW,
    RejectedRow,
    SourceError,
    SourceRows,
)
from portfolio_tui.sources.readers.typed_cells import number_text

_MOST_ROWS_PER_BYTE = 250


def read_parquet(file: SourceFile, _layout: Layout) -> SourceRows:
    """Read `file`; days become `YYYY-MM-DD`, nested values JSON, and the raw text of a row is JSON.

    Raises SourceError when it is damaged or claims more rows than its size can hold.
    """
    try:
        row_count = pl.scan_parquet(file.path, glob=False).select(pl.len()).collect().item()
        if row_count > _MOST_ROWS_PER_BYTE * file.path.stat().st_size:
            raise SourceError(
                f"{file.shown} claims {row_count:,} rows, more than a file of its size can hold."
            )
        table = pl.read_parquet(file.path, glob=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SourceError(
            f"{file.shown} is a damaged Parquet file: {error}. Nothing was imported."
        ) from error
    if not table.width:
        raise SourceError(f"{file.shown} has no columns; nothing was imported.")
    texts = pl.DataFrame([_texts(column) for column in table.get_columns()])
    positions = texts.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(SOURCE_ROW),
        pl.struct(pl.all()).struct.json_encode().alias(RAW_TEXT),
    )
    is_empty = texts.select(
        pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == ""))
    ).to_series()
    return SourceRows(
        file_name=file.name,
        sha256=file.sha256(),
        texts=texts.filter(~is_empty),
        positions=positions.filter(~is_empty),
        unnamed=(),
        repeated=(),
        rejected=tuple(
            RejectedRow(number, raw_text, "is empty")
            for number, raw_text in positions.filter(is_empty).iter_rows()
        ),
        read_as="parquet",
    )


def _texts(column: pl.Series) -> pl.Series:
    """Return a column of values as text."""
    kind = column.dtype
    if kind.is_float():
        return _written(column, {number: _float_text(number) for number in column.drop_nulls().unique()})
    if isinstance(kind, pl.Datetime):
        return column.dt.strftime("%Y-%m-%d %H:%M:%S")
    if kind.is_nested():
        texts = [_json(value) for value in column.to_list()]
        return pl.Series(column.name, texts, pl.String)
    if kind == pl.Binary:
        texts = [None if value is None else bytes(value).decode("utf-8", "replace") for value in column]
        return pl.Series(column.name, texts, pl.String)
    return column.cast(pl.String)


def _float_text(number: float) -> str:
    return number_text(number) if math.isfinite(number) else str(number)


def _written(column: pl.Series, texts: Mapping[float, str]) -> pl.Series:
    if not texts:
        return column.cast(pl.String)
    old = pl.Series(list(texts), dtype=column.dtype)
    return column.replace_strict(old, pl.Series(list(texts.values()), dtype=pl.String), default=None)


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)

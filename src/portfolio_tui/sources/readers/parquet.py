"""Reads Parquet files, whose values become the text that profiles read."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import RejectedRow, SourceError, SourceRows, positions_of
from portfolio_tui.sources.readers.typed_cells import number_text

_MOST_ROWS_PER_BYTE = 250
_ROWS_AT_A_TIME = 100_000


def read_parquet(file: SourceFile, _layout: Layout) -> Iterator[SourceRows]:
    """Read `file`, some rows at a time; days become `YYYY-MM-DD`, nested values JSON, the raw text JSON.

    Raises SourceError when it is damaged or claims more rows than its size can hold.
    """
    size = file.path.stat().st_size
    try:
        with pq.ParquetFile(file.path) as content:
            _check(content, file, size)
            first_number = 1
            for batch in content.iter_batches(_ROWS_AT_A_TIME):
                rows = pl.DataFrame(pa.Table.from_batches([batch]))
                read = size * (first_number + rows.height - 1) // max(content.metadata.num_rows, 1)
                yield _source_rows(rows, file, first_number, read)
                first_number += rows.height
            if first_number == 1:
                yield _source_rows(pl.DataFrame(content.schema_arrow.empty_table()), file, 1, size)
    except (pl.exceptions.PolarsError, pa.ArrowException, OSError) as error:
        raise SourceError(
            f"{file.shown} is a damaged Parquet file: {error}. Nothing was imported."
        ) from error


def _check(content: pq.ParquetFile, file: SourceFile, size: int) -> None:
    row_count = content.metadata.num_rows
    if row_count > _MOST_ROWS_PER_BYTE * size:
        raise SourceError(f"{file.shown} claims {row_count:,} rows, more than a file of its size can hold.")
    if not len(content.schema_arrow):
        raise SourceError(f"{file.shown} has no columns; nothing was imported.")


def _source_rows(rows: pl.DataFrame, file: SourceFile, first_number: int, bytes_read: int) -> SourceRows:
    texts = pl.DataFrame([_texts(column) for column in rows.get_columns()])
    numbers = pl.int_range(first_number, first_number + rows.height, dtype=pl.Int64, eager=True)
    is_empty = texts.select(
        pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == ""))
    ).to_series()
    raw_texts = _WrittenTexts(texts, first_number)
    empty = numbers.filter(is_empty).to_list()
    return SourceRows(
        file_name=file.name,
        texts=texts.filter(~is_empty),
        positions=positions_of(numbers.filter(~is_empty)),
        raw_texts=raw_texts,
        unnamed=(),
        repeated=(),
        rejected=tuple(
            RejectedRow(number, raw_text, "is empty")
            for number, raw_text in zip(empty, raw_texts(empty), strict=True)
        ),
        read_as="parquet",
        bytes_read=bytes_read,
    )


@dataclass(frozen=True)
class _WrittenTexts:
    """Writes rows as JSON."""

    texts: pl.DataFrame
    first_number: int

    def __call__(self, numbers: Sequence[int]) -> list[str]:
        rows = self.texts[[number - self.first_number for number in numbers]]
        return rows.select(pl.struct(pl.all()).struct.json_encode()).to_series().to_list()


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

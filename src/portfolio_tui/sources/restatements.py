"""Keeps each value that an import replaced or withdrew, and by how much, in `restatements.parquet`."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import Kind, table_named

RESTATEMENTS = "restatements"
WITHDRAWN = "withdrawn"

_SCHEMA = pa.schema(
    [
        ("import_number", pa.int64()),
        ("table_name", pa.string()),
        ("change", pa.string()),
        ("row_key", pa.string()),
        ("column_name", pa.string()),
        ("old_value", pa.string()),
        ("new_value", pa.string()),
        ("difference", pa.decimal128(20, 2)),
        ("old_source_file", pa.string()),
        ("new_source_file", pa.string()),
    ]
)


def write_restatements(folder: Path, staging: Path, changes: Sequence[Path]) -> None:
    """Write the restatements kept in `folder`, and the `changes` of this import, into `staging`.

    Nothing is written where there are no changes. Raises UserError when those kept are damaged.
    """
    kept = folder / f"{RESTATEMENTS}.parquet"
    opened = [pq.ParquetFile(path) for path in changes]
    if not any(file.metadata.num_rows for file in opened):
        return
    schema = _nullable(opened[0].schema_arrow)
    if kept.is_file():
        opened.insert(0, _opened(kept, schema))
    with pq.ParquetWriter(staging / kept.name, schema, compression="zstd") as writer:
        for file in opened:
            for batch in file.iter_batches():
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))


def write_withdrawn(target: Path, import_number: int, table_name: str, rows: pl.DataFrame) -> None:
    """Write every value of the `rows` that an import withdraws from a table, as changes, into `target`."""
    table = table_named(table_name)
    money = [column.name for column in table.columns if column.kind is Kind.MONEY]
    values = (
        rows.select(*table.key, pl.exclude(table.key).cast(pl.String))
        .unpivot(index=table.key, variable_name="column_name", value_name="old_value")
        .drop_nulls("old_value")
        .sort(*table.key, "column_name")
    )
    amount = pl.col("old_value").cast(pl.Decimal(20, 2), strict=False)
    changes = values.select(
        pl.lit(import_number, pl.Int64).alias("import_number"),
        pl.lit(table_name).alias("table_name"),
        pl.lit(WITHDRAWN).alias("change"),
        pl.concat_str(table.key, separator=" ").alias("row_key"),
        "column_name",
        "old_value",
        pl.lit(None, pl.String).alias("new_value"),
        pl.when(pl.col("column_name").is_in(money)).then(-amount).alias("difference"),
        pl.lit(None, pl.String).alias("old_source_file"),
        pl.lit(None, pl.String).alias("new_source_file"),
    )
    pq.write_table(changes.to_arrow().cast(_SCHEMA), target)


def _opened(path: Path, schema: pa.Schema) -> pq.ParquetFile:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise UserError(f"{path} is damaged: {error}. Move it elsewhere and import again.") from error
    if _nullable(file.schema_arrow) != schema:
        raise UserError(f"{path} was not written by an import. Move it elsewhere and import again.")
    return file


def _nullable(schema: pa.Schema) -> pa.Schema:
    """Return a schema whose columns may all be empty, whatever the rows of one file tell of them."""
    return pa.schema([field.with_nullable(True) for field in schema])

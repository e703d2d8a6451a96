"""Writes the small tables of the demo as Parquet, typed by the schema."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.portfolio.arrow_schema import arrow_schema
from portfolio_tui.portfolio.schema import table_named


def write_rows(folder: Path, name: str, rows: Sequence[Any]) -> None:
    """Write the records `rows`, whose fields are called like the columns, as the table `name`."""
    schema = arrow_schema(table_named(name))
    columns = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in schema]
    pq.write_table(
        pa.Table.from_arrays(columns, schema=schema),
        folder / f"{name}.parquet",
        compression="zstd",
        compression_level=9,
        store_decimal_as_integer=True,
    )

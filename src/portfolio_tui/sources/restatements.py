"""Keeps each value that an import replaced or withdrew, and by how much, in `restatements.parquet`."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.errors import UserError

RESTATEMENTS = "restatements"


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

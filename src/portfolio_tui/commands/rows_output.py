"""Rows that a command made itself, written to stdout or to a file in one of the formats."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from portfolio_tui.commands.narration import note
from portfolio_tui.errors import UserError
from portfolio_tui.extract.writers import PARQUET

if TYPE_CHECKING:
    import pyarrow as pa


def format_of(arguments: argparse.Namespace, formats: Sequence[str]) -> str:
    """Return which of `formats` to write: the one named, else that of the file's suffix, else the first.

    The first is for a screen and not for a file; raises UserError where it would be written to one.
    """
    output: Path | None = arguments.output
    if output is None:
        if arguments.format == PARQUET:
            raise UserError("Parquet is no text for a terminal or a pipe. Name a file with -o FILE.")
        return arguments.format or formats[0]
    if arguments.format is not None and arguments.format != formats[0]:
        return str(arguments.format)
    suffix = output.suffix.lower().removeprefix(".")
    if arguments.format is None and suffix in formats[1:]:
        return suffix
    raise UserError(f"A file has one of the formats {', '.join(formats[1:])}; name it with --format.")


def write_rows(
    table: "pa.Table", format_name: str, output: Path | None, *, replace: bool, called: str
) -> None:
    """Write `table` to the file `output`, and say how many rows, `called` so, it has; or to stdout.

    Raises UserError, and OSError.
    """
    from portfolio_tui.commands.output import data_output
    from portfolio_tui.extract.targets import beside, put_in_place

    if output is None:
        _write(table, format_name, data_output(lambda: None))
        return
    target = output.resolve()
    with beside(target) as written:
        with written.open("wb") as sink:
            _write(table, format_name, sink)
        put_in_place(written, target, replace=replace)
    note(f"Wrote {output}: {table.num_rows:,} {called}.")


def _write(table: "pa.Table", format_name: str, sink: BinaryIO) -> None:
    import duckdb
    import pyarrow.parquet as pq

    from portfolio_tui.extract.writers import writers
    from portfolio_tui.query.running_query import RunningQuery

    if format_name == PARQUET:
        pq.write_table(table, sink, compression="zstd", store_decimal_as_integer=True)
        return
    with duckdb.connect() as connection:
        connection.register("rows", table)
        query = RunningQuery(connection, "SELECT * FROM rows", {})
        writers()[format_name].write(query, query.columns, sink, lambda _rows: None)

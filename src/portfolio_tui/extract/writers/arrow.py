"""Arrow IPC files ("Feather"), compressed with LZ4: the values as the engine has them, nothing made text."""

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.extract.writers.writer import OnRows
    from portfolio_tui.query.running_query import ResultColumn, RunningQuery

NAME = "arrow"
SUFFIX = ".arrow"
IS_TEXT = False


def write(query: "RunningQuery", columns: "Sequence[ResultColumn]", sink: BinaryIO, on_rows: "OnRows") -> int:
    """Write the rows to `sink` in record batches and return how many rows there were."""
    import pyarrow as pa

    from portfolio_tui.extract.writers.one_way import OneWay
    from portfolio_tui.query.running_query import OutputColumn

    reader = query.batches([OutputColumn(column.name) for column in columns])
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    rows = 0
    with pa.ipc.new_file(pa.PythonFile(OneWay(sink), "w"), reader.schema, options=options) as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
            on_rows(rows)
    return rows

"""Foretells how large an extract will be, before it is written."""

from dataclasses import dataclass
from io import BytesIO

import pyarrow.parquet as pq

from portfolio_tui.extract.plan import ExtractPlan, around
from portfolio_tui.extract.writers import PARQUET, writers
from portfolio_tui.query.running_query import OutputColumn
from portfolio_tui.query.service import QueryService

_SAMPLE_ROWS = 20_000


@dataclass(frozen=True)
class Expected:
    """How many rows an extract will have, exactly, about how many bytes, and which columns it leaves out."""

    rows: int
    bytes: int
    left_out: tuple[str, ...] = ()


def expected(service: QueryService, number: int, plan: ExtractPlan) -> Expected:
    """Return the size of the extract of `plan`: its rows counted, its bytes from a sample written in memory.

    Runs two requests of `number` one after the other on `service`, which can be cancelled as any other.
    Raises QueryError, and UserError when the extract cannot be made.
    """
    query = plan.kept_query()
    counted = service.run(plan.request(number, around(query, "row_count.sql")))
    rows = int(counted.table.column("row_count")[0].as_py())
    size, left_out = _sample(service, number, plan)
    return Expected(rows, size * rows // max(1, min(rows, _SAMPLE_ROWS)), tuple(left_out))


def _sample(service: QueryService, number: int, plan: ExtractPlan) -> tuple[int, list[str]]:
    """Return how many bytes the first rows take, and the columns left out."""
    sink = BytesIO()
    with service.running(plan.request(number, around(plan.kept_query(), "sample.sql"))) as running:
        columns, left_out = plan.chosen(running.columns)
        if plan.format == PARQUET:
            rows = running.batches([OutputColumn(column.name) for column in columns]).read_all()
            pq.write_table(rows, sink, compression="zstd")
        else:
            writers()[plan.format].write(running, columns, sink, lambda _: None)
    return len(sink.getvalue()), left_out

"""Writes tiny portfolios from rows in a test, and runs measures over them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.measures.measure import Measure
from portfolio_tui.portfolio.arrow_schema import arrow_schema
from portfolio_tui.portfolio.manifest import Manifest, write_manifest
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.portfolio.schema import Column, Kind, Table, table_named
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService

Cells = Mapping[str, object]
Row = TypeVar("Row")

EVERYTHING = Scope()


def write_portfolio(
    folder: Path, *, as_of: str | None = None, currency: str = "USD", **tables: Sequence[Cells]
) -> Path:
    """Write a portfolio called Tiny into `folder`: one file for each table named, however few its rows.

    Dates and amounts are written as text, what a row leaves out is empty, and spend rows are numbered.
    """
    folder.mkdir(parents=True, exist_ok=True)
    day = None if as_of is None else dt.date.fromisoformat(as_of)
    write_manifest(folder, Manifest("Tiny", currency=currency, synthetic=True, as_of=day))
    for name, rows in tables.items():
        pq.write_table(arrow_table(name, rows), folder / f"{name}.parquet")
    return folder


def arrow_table(name: str, rows: Sequence[Cells]) -> pa.Table:
    """Return `rows` as a full Arrow table of the portfolio table `name`."""
    table = table_named(name)
    numbers = count(1)
    filled = [_filled(table, row, numbers) for row in rows]
    return pa.Table.from_pylist(filled, schema=_nullable(arrow_schema(table)))


@contextmanager
def opened(folder: Path) -> Iterator[QueryService]:
    """Open the portfolio in `folder` and give its query service, closed afterwards."""
    service = QueryService(open_engine(open_portfolio(folder)))
    try:
        yield service
    finally:
        service.close()


def rows_of(
    service: QueryService, measure: Measure[Row], scope: Scope = EVERYTHING, **parameters: object
) -> tuple[Row, ...]:
    """Run `measure` and return its typed rows."""
    return measure.rows(service.run(QueryRequest(1, measure.query, scope, parameters)))


def row_of(
    service: QueryService, measure: Measure[Row], scope: Scope = EVERYTHING, **parameters: object
) -> Row:
    """Run `measure`, which has one row, and return it."""
    (row,) = rows_of(service, measure, scope, **parameters)
    return row


def _filled(table: Table, row: Cells, numbers: Iterator[int]) -> dict[str, Any]:
    unknown = set(row) - {column.name for column in table.columns}
    assert not unknown, f"{table.name} has no {unknown}"
    filled = {column.name: _value(column, row.get(column.name)) for column in table.columns}
    if table.name == "spend" and "spend_id" not in row:
        filled["spend_id"] = f"s{next(numbers)}"
    return filled


def _value(column: Column, cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    if column.kind is Kind.DATE:
        return dt.date.fromisoformat(cell)
    if column.kind in {Kind.MONEY, Kind.RATE, Kind.QUANTITY}:
        return Decimal(cell)
    return cell


def _nullable(schema: pa.Schema) -> pa.Schema:
    """Let required columns hold nothing, as files from outside may."""
    return pa.schema([field.with_nullable(True) for field in schema])

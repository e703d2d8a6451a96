"""The rows behind a finding, and how they differ from one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from portfolio_tui.checks.run import CheckResult
from portfolio_tui.query.documented_sql import DocumentedSQL, read_documented_sql

_FOLDER = Path(__file__).parent / "rows_behind"


@dataclass(frozen=True)
class Behind:
    """The rows behind a finding: the query for them with its values, their table, and how many are named."""

    query: DocumentedSQL
    values: Mapping[str, Any]
    table: str
    count: int


@dataclass(frozen=True)
class ComparedColumn:
    """One column of several rows: its name, the value in each, and whether these are not all the same."""

    name: str
    values: tuple[Any, ...]
    differs: bool


def behind(result: CheckResult, position: int) -> Behind | None:
    """Return what asks for the rows behind the finding at that position; None where a row is missing."""
    row = result.findings.select(["row_table", "row_ids"]).slice(position, 1).to_pylist()[0]
    table, ids = row["row_table"], row["row_ids"] or []
    return Behind(_query(table), {"ids": ids}, table, len(ids)) if table and ids else None


def compared(rows: pa.Table) -> tuple[ComparedColumn, ...]:
    """Return the columns of `rows`, first those in which they differ, last those without any value."""
    columns = [
        _compared(name, column.to_pylist()) for name, column in zip(rows.column_names, rows, strict=True)
    ]
    return tuple(sorted(columns, key=_place))


def _compared(name: str, values: list[Any]) -> ComparedColumn:
    return ComparedColumn(name, tuple(values), any(value != values[0] for value in values[1:]))


def _place(column: ComparedColumn) -> int:
    if column.differs:
        return 0
    return 2 if all(value is None for value in column.values) else 1


@cache
def _query(table: str) -> DocumentedSQL:
    return read_documented_sql(_FOLDER / f"{table}.sql")

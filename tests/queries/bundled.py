"""Runs bundled saved queries by name, their parameters written as people write them."""

from typing import Any

from portfolio_tui.bundled import bundled_folder
from portfolio_tui.query.documented_sql import read_documented_sql
from portfolio_tui.query.parameter_values import values_from
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import EVERYTHING

Record = dict[str, Any]


def records(service: QueryService, name: str, scope: Scope = EVERYTHING, **written: str) -> list[Record]:
    """Run the bundled query `name` and return its rows; a parameter that is not written has its default."""
    query = read_documented_sql(bundled_folder("queries") / f"{name}.sql")
    request = QueryRequest(1, query, scope, values_from(query, written, scope))
    rows: list[Record] = service.run(request).table.to_pylist()
    return rows


def told(rows: list[Record], *columns: str) -> list[tuple[Any, ...]]:
    """Return `columns` of each row, dates and amounts as text."""
    return [tuple(_plain(row[column]) for column in columns) for row in rows]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int) else str(value)

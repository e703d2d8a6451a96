"""Tests of the synthetic demo."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb


@dataclass(frozen=True)
class Ask:
    """Answers questions about a demo; a source is a table, a join of tables, or a query in parentheses."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return all rows of `query`."""
        return self.connection.execute(query).fetchall()

    def number(self, query: str) -> Decimal:
        """Return the only value of `query`, a number."""
        ((value,),) = self.rows(query)
        return Decimal(value)

    def count(self, source: str, condition: str = "true") -> int:
        """Return how many rows of `source` meet `condition`."""
        return int(self.number(f"SELECT count(*) FROM {source} WHERE {condition}"))

    def values(self, column: str, source: str, condition: str = "true") -> list[Any]:
        """Return the distinct values of `column` in the rows of `source` that meet `condition`, sorted."""
        query = f"SELECT DISTINCT {column} FROM {source} WHERE {condition} ORDER BY ALL"
        return [value for (value,) in self.rows(query)]


def silent(_written: int, _lines: int) -> None:
    """Take no notice of progress."""

"""A measure: documented SQL whose rows have a type."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from portfolio_tui.query.documented_sql import DocumentedSQL, read_documented_sql, read_folder, read_header

if TYPE_CHECKING:
    from portfolio_tui.query.service import QueryResult

FOLDER = Path(__file__).parent

Row = TypeVar("Row")


@dataclass(frozen=True)
class Measure(Generic[Row]):
    """The measure in `NAME.sql`, and the frozen dataclass that each of its rows becomes."""

    name: str
    row_type: type[Row]

    @property
    def query(self) -> DocumentedSQL:
        """The measure's header, parameters and SQL."""
        return _read(self.name)

    @property
    def header(self) -> Mapping[str, str]:
        """The measure's header alone: title, description, formula, denominator and what it leaves out."""
        return _read_header(self.name)

    def rows(self, result: "QueryResult") -> tuple[Row, ...]:
        """Return the rows of `result`, a run of this measure, in its order."""
        names = [field.name for field in fields(self.row_type)]  # type: ignore[arg-type]
        columns = [result.table.column(name).to_pylist() for name in names]
        return tuple(self.row_type(*values) for values in zip(*columns, strict=True))


def rows_behind(name: str) -> DocumentedSQL:
    """Return the documented SQL of a measure whose rows are shown as they are, without a type."""
    return _read(name)


def all_measures() -> dict[str, DocumentedSQL]:
    """Return every measure's documented SQL by name; raises HeaderError when one is wrong."""
    return read_folder(FOLDER)


@cache
def _read(name: str) -> DocumentedSQL:
    return read_documented_sql(FOLDER / f"{name}.sql")


@cache
def _read_header(name: str) -> Mapping[str, str]:
    return read_header(FOLDER / f"{name}.sql")

"""Makes, from the schema, the view that reads one table's Parquet files in place."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.portfolio.reference import Jurisdiction, jurisdictions
from portfolio_tui.portfolio.schema import Column, Table

if TYPE_CHECKING:
    from portfolio_tui.portfolio.opening import TableFiles

USUAL_START_MONTH = 7


def raw_view(table: Table, files: "TableFiles | None") -> str:
    """Return the statement that makes the view `unscoped.TABLE`, which reads the files anew in each query.

    Columns that the files lack are NULL; further columns follow as they are. Without files it is empty.
    """
    return f"CREATE VIEW unscoped.{quoted(table.name)} AS {_selection(table, files)}"


def raw_table(table: Table, files: "TableFiles | None") -> str:
    """Return the statement that makes the table `unscoped.TABLE`, with the rows that the view would show."""
    return f"CREATE TABLE unscoped.{quoted(table.name)} AS {_selection(table, files)}"


def _selection(table: Table, files: "TableFiles | None") -> str:
    if files is None:
        columns = ", ".join(_absent(column) for column in table.columns)
        return f"SELECT {columns} WHERE false"
    columns = ", ".join(
        [
            _present(column, files) if column.name in files.columns else _absent(column)
            for column in table.columns
        ]
        + [quoted(further) for further in files.further_columns]
    )
    paths = ", ".join(literal(pattern_of(path)) for path in files.files)
    partitions = "true, hive_types_autocast = false" if files.partitioned else "false"
    return (
        f"SELECT {columns} "  # noqa: S608 names and paths are quoted, none is a value
        f"FROM read_parquet([{paths}], union_by_name = true, hive_partitioning = {partitions})"
    )


def fiscal_year_macro(others: Sequence[Jurisdiction] = ()) -> str:
    """Return the statement that makes `fiscal_year(day, state)`, the year in which that fiscal year ends.

    `others` are the portfolio's places beside the 56 jurisdictions.
    """
    exceptions = " ".join(
        f"WHEN {literal(place.code)} THEN {_month_of_next_year(place)}"
        for place in (*jurisdictions(), *others)
        if place.fiscal_year_start_month != USUAL_START_MONTH
    )
    start_month = f"CASE state {exceptions} ELSE {USUAL_START_MONTH} END"
    return f"CREATE MACRO fiscal_year(day, state) AS year(day) + CAST(month(day) >= {start_month} AS INTEGER)"


def _month_of_next_year(place: Jurisdiction) -> int:
    """Return the month from which a fiscal year is called after the next year: never, for calendar years."""
    return place.fiscal_year_start_month if place.fiscal_year_start_month > 1 else 13


def quoted(identifier: str) -> str:
    """Return `identifier` quoted for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def pattern_of(path: Path) -> str:
    """Return the pattern that matches the file at `path` and no other, whatever characters its name has.

    The engine tries a path as it stands before it takes it for a pattern, where a backslash would separate.
    """
    text = str(path.absolute())
    return text if "\\" in text else re.sub(r"[\[*?]", r"[\g<0>]", text)


def _present(column: Column, files: "TableFiles") -> str:
    value = f"CAST({quoted(column.name)} AS {column.kind.value})"
    if column.name in files.doubtful_dates:
        value = f"CASE WHEN {value} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN {value} END"
    return f"{value} AS {quoted(column.name)}"


def _absent(column: Column) -> str:
    return f"CAST(NULL AS {column.kind.value}) AS {quoted(column.name)}"

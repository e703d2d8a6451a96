"""Makes, from the schema, the view that reads one table's Parquet files in place."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.portfolio.reference import Jurisdiction, jurisdictions
from portfolio_tui.portfolio.schema import Column, Table

if TYPE_CHECKING:
    from portfolio_tui.portfolio.opening import TableFiles

USUAL_START_MONTH = 7
MERGED_INTO = "merged_into"
"""The column of `vendors` and `entities` that says what an id was merged into, where any was."""


IN_FILES = "in_files"
"""The schema of the tables that have further columns, with those; `unscoped` has the known ones alone."""


def whole_view(table: Table, files: "TableFiles", merged: Collection[str] = ()) -> str:
    """Return the statement that makes the view `in_files.TABLE`: `unscoped.TABLE` with further columns."""
    selection = _merged(table, files, merged, files.further_columns)
    return f"CREATE OR REPLACE VIEW {IN_FILES}.{quoted(table.name)} AS {selection}"


def raw_view(table: Table, files: "TableFiles | None", merged: Collection[str] = ()) -> str:
    """Return the statement that makes the view `unscoped.TABLE`, which reads the files anew in each query.

    Columns that the files lack are NULL, further ones are left out. Without files it is empty.
    References to the tables in `merged` lead to what ids were merged into, with what the file says beside.
    """
    return f"CREATE VIEW unscoped.{quoted(table.name)} AS {_merged(table, files, merged)}"


def raw_table(table: Table, files: "TableFiles | None", merged: Collection[str] = ()) -> str:
    """Return the statement that makes the table `unscoped.TABLE`, with the rows that the view would show."""
    return f"CREATE OR REPLACE TABLE unscoped.{quoted(table.name)} AS {_merged(table, files, merged)}"


def columns_of_merges(
    table: Table, files: "TableFiles | None", merged: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return the columns that `table` has only where ids of the tables `merged` are: name and meaning."""
    further = () if files is None else files.further_columns
    columns = [
        (f"raw_{column.name}", f"The {column.name} as the file has it, before ids were merged.")
        for column in _references(table, merged)
    ]
    if table.name in merged:
        columns.append((MERGED_INTO, "What this id is merged into; its rows stand under that."))
    return tuple((name, meaning) for name, meaning in columns if name not in further)


def merges_table(table_name: str) -> str:
    """Return the name of the table that says what ids of the table `table_name` are merged into."""
    return f"unscoped.{quoted(f'merged_{table_name}')}"


def _references(table: Table, merged: Collection[str]) -> list[Column]:
    return [column for column in table.columns if column.refers_to in merged]


def _merged(
    table: Table, files: "TableFiles | None", merged: Collection[str], further: Sequence[str] = ()
) -> str:
    """Return the selection with the ids that were merged replaced, and what the file says beside them."""
    references = _references(table, merged)
    if not references and table.name not in merged:
        return _selection(table, files, further)
    replaced, joins = [], []
    for column in references:
        name, other = quoted(column.name), quoted(f"merges of {column.name}")
        replaced.append(f"coalesce({other}.merged_id, files.{name}) AS {name}")
        joins.append(
            f"LEFT JOIN {merges_table(column.refers_to or '')} AS {other} ON {other}.id = files.{name}"
        )
    beside = {f"raw_{column.name}": f"files.{quoted(column.name)}" for column in references}
    if table.name in merged:
        beside[MERGED_INTO] = "own.merged_id"
        joins.append(f"LEFT JOIN {merges_table(table.name)} AS own ON own.id = files.{quoted(table.key[0])}")
    shown = [f"{beside[name]} AS {quoted(name)}" for name, _ in columns_of_merges(table, files, merged)]
    replacing = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    columns = ", ".join([f"files.*{replacing}", *shown])
    return f"SELECT {columns} FROM ({_selection(table, files, further)}) AS files {' '.join(joins)}"  # noqa: S608 quoted


def _selection(table: Table, files: "TableFiles | None", further: Sequence[str]) -> str:
    if files is None:
        columns = ", ".join(_absent(column) for column in table.columns)
        return f"SELECT {columns} WHERE false"
    columns = ", ".join(
        [
            _present(column, files) if column.name in files.columns else _absent(column)
            for column in table.columns
        ]
        + [quoted(name) for name in further]
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

"""Finds, in the footers of Parquet files, columns with dates that no calendar program can hold."""

import datetime as dt
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.portfolio.schema import Kind, Table

_EPOCH = dt.date(1970, 1, 1)
_FIRST_NUMBER = (dt.date.min - _EPOCH).days
_LAST_NUMBER = (dt.date.max - _EPOCH).days
_DAYS_IN_400_YEARS = 146_097


def impossible_years(footer: pq.FileMetaData, table: Table) -> dict[str, int | None]:
    """Return the date columns of one file that may hold dates outside the years 1 to 9999.

    Under each column's name stands such a year, or None where the footer does not tell what the dates are.
    """
    dates = {column.name for column in table.columns if column.kind is Kind.DATE}
    schema = footer.schema.to_arrow_schema()
    wanted = {
        footer.schema.column(index).path: footer.schema.column(index).path.lower()
        for index in range(footer.num_columns)
        if footer.schema.column(index).path.lower() in dates
    }
    wanted = {path: name for path, name in wanted.items() if pa.types.is_date(schema.field(path).type)}
    found: dict[str, int | None] = {}
    for path, day in _extremes(footer, set(wanted)):
        if day is None:
            found.setdefault(wanted[path], None)
        elif not _FIRST_NUMBER <= day <= _LAST_NUMBER:
            found[wanted[path]] = _year(day)
    return found


def _year(day: int) -> int:
    cycles, rest = divmod(day, _DAYS_IN_400_YEARS)
    return (_EPOCH + dt.timedelta(days=rest)).year + 400 * cycles


def _extremes(footer: pq.FileMetaData, paths: set[str]) -> Iterator[tuple[str, int | None]]:
    """Yield the first and last day of each group of rows, as numbers; None where the footer does not tell."""
    for group in range(footer.num_row_groups):
        row_group = footer.row_group(group)
        for index in range(row_group.num_columns):
            column = row_group.column(index)
            if column.path_in_schema not in paths:
                continue
            statistics = column.statistics
            if statistics is not None and statistics.has_min_max:
                yield column.path_in_schema, statistics.min_raw
                yield column.path_in_schema, statistics.max_raw
            elif statistics is None or statistics.num_values > 0:
                yield column.path_in_schema, None

"""Merges the records of a file into the rows that a portfolio's table already has."""

from dataclasses import dataclass

import polars as pl

from portfolio_tui.portfolio.schema import Table
from portfolio_tui.sources.column_reading import POLARS_TYPES
from portfolio_tui.sources.readers.source_rows import SOURCE_ROW
from portfolio_tui.sources.records import REPORTED_ON, SOURCE_FILE

NEW = "_new"
"""Ends the name of a column that holds the new value, beside the one that holds the old."""

_NOT_COMPARED = (SOURCE_FILE, SOURCE_ROW, REPORTED_ON)
_ORDER = {"spend": ("state", "spent_on", "contract_id", "spend_id")}


@dataclass(frozen=True)
class Merged:
    """A table after a merge, and what the merge did.

    `replaced` holds the rows whose values changed, each column's new value in a column ending in `_new`.
    """

    rows: pl.DataFrame
    added: int
    same: int
    replaced: pl.DataFrame
    has_changed: bool


def merge(table: Table, existing: pl.DataFrame, records: pl.DataFrame) -> Merged:
    """Merge `records`, one a key, into the `existing` rows of `table`.

    A record with a new key is added. One whose key is there takes the row's place when it says something
    else; where records carry `reported_on`, only when it is not older. Columns that the records lack, and
    where from a row was read while it says the same, stay as they are. Of a table without a key each record
    is added that says something which no row says.
    """
    rows = _complete(table, existing, records)
    if not table.key:
        return _with_new_rows(rows, records)
    key, taken = list(table.key), [name for name in records.columns if name not in table.key]
    beside = rows.join(records.rename({name: name + NEW for name in taken}), on=key)
    differs = pl.any_horizontal(
        pl.lit(value=False), *(_differs(name) for name in taken if name not in _NOT_COMPARED)
    )
    is_newer, is_renewed = pl.lit(value=True), pl.lit(value=False)
    if REPORTED_ON in taken:
        is_not_older = pl.col(REPORTED_ON + NEW) >= pl.col(REPORTED_ON)
        is_newer = pl.col(REPORTED_ON).is_null() | is_not_older.fill_null(value=False)
        is_renewed = _differs(REPORTED_ON)
    replaced = beside.filter(is_newer & differs).sort(key)
    updated = beside.filter(is_newer & (differs | is_renewed)).select(
        pl.col(name + NEW).alias(name) if name in taken else pl.col(name) for name in rows.columns
    )
    added = records.join(rows, on=key, how="anti")
    if not updated.height and not added.height:
        return Merged(rows, 0, beside.height, replaced, has_changed=False)
    untouched = rows.join(updated, on=key, how="anti")
    merged = pl.concat([untouched, updated, added], how="diagonal").sort(_ORDER.get(table.name, table.key))
    return Merged(merged, added.height, beside.height - replaced.height, replaced, has_changed=True)


def _with_new_rows(rows: pl.DataFrame, records: pl.DataFrame) -> Merged:
    said = [name for name in records.columns if name not in _NOT_COMPARED]
    added = records.join(rows, on=said, how="anti", nulls_equal=True)
    merged = pl.concat([rows, added], how="diagonal").sort(said) if added.height else rows
    same = records.height - added.height
    return Merged(merged, added.height, same, rows.clear(), has_changed=bool(added.height))


def no_rows(table: Table) -> pl.DataFrame:
    """Return `table` without a row."""
    return pl.DataFrame(schema={column.name: POLARS_TYPES[column.kind] for column in table.columns})


def _differs(name: str) -> pl.Expr:
    return pl.col(name).ne_missing(pl.col(name + NEW))


def _complete(table: Table, rows: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with every column of the table, in its order, and then every further column."""
    types = {column.name: POLARS_TYPES[column.kind] for column in table.columns}
    further = {name: dtype for name, dtype in records.schema.items() if name not in types}
    wanted = {**types, **further}
    filled = rows.with_columns(
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in wanted.items() if name not in rows.columns
    )
    return filled.select(*types, *(name for name in filled.columns if name not in types))

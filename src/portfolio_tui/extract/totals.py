"""Sums up the columns of exact numbers while their rows go by, without losing a digit."""

import re
from collections.abc import Sequence
from decimal import Context, Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from portfolio_tui.query.raw_views import literal, pattern_of, quoted
from portfolio_tui.query.running_query import ROWS_AT_ONCE, ResultColumn

ORDINARY_DIGITS = 20
"""Numbers of at most so many digits can be summed as often as one likes: no total is too large."""

_DIGITS_OF_HUGE = 39
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_EXACTLY = Context(prec=200)
_ROOM_DIGITS = 5
"""The sum of so many rows as are looked at together has at most that many digits more than each of them."""


class Tally:
    """The sums of some columns over all batches seen so far; a column without values sums to zero."""

    def __init__(self, columns: Sequence[ResultColumn]) -> None:
        self.names = tuple(column.name for column in columns if column.is_exact_number)
        self.totals = dict.fromkeys(self.names, Decimal(0))

    def add(self, batch: pa.RecordBatch) -> None:
        """Add the values of one batch, which has the columns of `names` in order."""
        for name, values in zip(self.names, batch.columns, strict=True):
            self.totals[name] = _EXACTLY.add(self.totals[name], _sum(values))


def totals_of_parquet(parts: Sequence[Path], columns: Sequence[ResultColumn]) -> dict[str, Decimal]:
    """Return the sum over `parts`, Parquet files, of each column of exact numbers that they have.

    The engine sums what cannot overflow, several threads at once; the rest is summed here.
    """
    if not parts:
        return dict.fromkeys(Tally(columns).names, Decimal(0))
    there = set(pq.read_schema(parts[0]).names)
    summed = [column for column in columns if column.is_exact_number and column.name in there]
    narrow = [column for column in summed if digits_and_scale(column)[0] <= ORDINARY_DIGITS]
    tally = Tally([column for column in summed if column not in narrow])
    if tally.names:
        for part in parts:
            with pq.ParquetFile(part) as file:
                for batch in file.iter_batches(ROWS_AT_ONCE, columns=list(tally.names)):
                    tally.add(batch.select(list(tally.names)))
    totals = tally.totals | _totals_by_engine(parts, narrow)
    return {column.name: totals[column.name] for column in summed}


def digits_and_scale(column: ResultColumn) -> tuple[int, int]:
    """Return how many digits the exact numbers of `column` can have, and how many of these are decimals."""
    found = _DECIMAL.fullmatch(column.type)
    if found is not None:
        return int(found[1]), int(found[2])
    return _DIGITS_OF_HUGE if "HUGE" in column.type else ORDINARY_DIGITS, 0


def _totals_by_engine(parts: Sequence[Path], columns: Sequence[ResultColumn]) -> dict[str, Decimal]:
    if not columns:
        return {}
    sums = ", ".join(f"sum({quoted(column.name)})" for column in columns)
    files = ", ".join(literal(pattern_of(part)) for part in parts)
    with duckdb.connect() as connection:
        (totals,) = connection.execute(
            f"SELECT {sums} FROM read_parquet([{files}], hive_partitioning = false)"  # noqa: S608 all is quoted
        ).fetchall()
    return {column.name: Decimal(total or 0) for column, total in zip(columns, totals, strict=True)}


def _sum(values: pa.Array) -> Decimal:
    total = pc.sum(_with_room(values)).as_py()
    return Decimal(0) if total is None else Decimal(total)


def _with_room(values: pa.Array) -> pa.Array:
    """Return `values` in a type in which their sum cannot overflow."""
    kind = values.type
    if pa.types.is_decimal(kind):
        if kind.precision + _ROOM_DIGITS > pa.decimal128(38, 0).precision:
            return values.cast(pa.decimal256(76, kind.scale))
        return values
    return values.cast(pa.decimal128(20, 0)) if kind.bit_width == 64 else values

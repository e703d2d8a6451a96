"""The schema: typed, consistent, and the same through Parquet and the engine."""

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio_tui.portfolio.arrow_schema import ARROW_TYPES, arrow_schema, fits
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.portfolio.schema import TABLES, Column, Kind, Table, table_named
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from tests.tiny import write_portfolio

VALUES = {
    Kind.TEXT: st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    Kind.DATE: st.dates(),
    Kind.MONEY: st.decimals("-9999999999999999.99", "9999999999999999.99", places=2),
    Kind.RATE: st.decimals("-999.999999", "999.999999", places=6),
    Kind.QUANTITY: st.decimals("-99999999999999.9999", "99999999999999.9999", places=4),
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.BOOLEAN: st.booleans(),
}


def rows_of(table: Table) -> st.SearchStrategy[dict[str, object]]:
    """Return any row that the table can hold."""
    cells: dict[str, st.SearchStrategy[object]] = {
        column.name: VALUES[column.kind] if column.required else st.none() | VALUES[column.kind]
        for column in table.columns
    }
    return st.fixed_dictionaries(cells)


@settings(deadline=None, max_examples=4)
@given(data=st.data())
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_value_comes_back_from_parquet_through_the_engine(table: Table, data: st.DataObject) -> None:
    rows = data.draw(st.lists(rows_of(table), max_size=3))
    with tempfile.TemporaryDirectory() as name:
        folder = write_portfolio(Path(name), contracts=[], spend=[])
        pq.write_table(
            pa.Table.from_pylist(rows, schema=arrow_schema(table)), folder / f"{table.name}.parquet"
        )
        engine = open_engine(open_portfolio(folder), summed_lines_at_most=-1)
        with engine.cursor(Scope()) as cursor:
            found = cursor.sql(f"SELECT * FROM unscoped.{table.name}").fetchall()
        engine.close()
    written = [tuple(row[column.name] for column in table.columns) for row in rows]
    assert sorted(found, key=repr) == sorted(written, key=repr)


def test_every_column_means_something_and_refers_to_what_there_is() -> None:
    keyed = {table.name: table.key for table in TABLES} | {"jurisdictions": ("code",)}
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert set(table.key) <= {column.name for column in table.required_columns}
        for column in table.columns:
            assert column.meaning.endswith(".")
            assert column.refers_to is None or len(keyed[column.refers_to]) == 1


def test_tables_and_columns_are_found_by_name() -> None:
    assert table_named("spend").column("amount") == Column(
        "amount", Kind.MONEY, "Net of tax and freight; credits are negative.", required=True
    )
    with pytest.raises(KeyError, match="No portfolio table is called 'lines'"):
        table_named("lines")
    with pytest.raises(KeyError, match="spend has no column 'price'"):
        table_named("spend").column("price")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_fits_itself_and_no_kind_fits_a_list_or_bytes(kind: Kind) -> None:
    assert fits(ARROW_TYPES[kind], kind)
    assert not fits(pa.list_(ARROW_TYPES[kind]), kind)
    assert not fits(pa.binary(), kind)


@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.RATE, Kind.QUANTITY])
@given(precision=st.integers(1, 38), scale=st.integers(0, 12))
def test_a_decimal_fits_when_its_largest_and_finest_values_do(kind: Kind, precision: int, scale: int) -> None:
    scale = min(scale, precision)
    wanted = ARROW_TYPES[kind]
    largest = Decimal(10) ** (precision - scale) - 1
    holds = largest < Decimal(10) ** (wanted.precision - wanted.scale) and scale <= wanted.scale
    assert fits(pa.decimal128(precision, scale), kind) is holds


def test_a_portfolio_holds_dates_from_the_first_year_to_the_last() -> None:
    assert pa.scalar(dt.date.min, ARROW_TYPES[Kind.DATE]).as_py() == dt.date.min
    assert pa.scalar(dt.date.max, ARROW_TYPES[Kind.DATE]).as_py() == dt.date.max

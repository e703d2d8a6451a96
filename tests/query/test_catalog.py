"""The catalog says the same as the engine: every table that people may name, each column and its type."""

import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.catalog import UNSCOPED, catalog_of
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from tests.tiny import arrow_table, write_portfolio

Columns = list[tuple[str, str]]

WHAT_THE_ENGINE_HAS = """
    SELECT table_schema, table_name, column_name, data_type
    FROM information_schema.columns
    ORDER BY table_schema, table_name, ordinal_position
"""


def engine_columns(folder: Path) -> dict[tuple[str, str], Columns]:
    """Return the columns of every table of the engine over the portfolio in `folder`, by schema and name."""
    engine = open_engine(open_portfolio(folder))
    cursor = engine.cursor(Scope())
    engine.views.make_for("SHOW TABLES", cursor)
    rows = cursor.execute(WHAT_THE_ENGINE_HAS).fetchall()
    cursor.close()
    engine.close()
    return {
        (schema.replace("main", ""), name): [(row[2], row[3]) for row in columns]
        for (schema, name), columns in groupby(rows, key=lambda row: (row[0], row[1]))
    }


def test_every_table_in_scope_is_there_with_the_columns_that_the_engine_gives_it(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "tiny", contracts=[{"contract_id": "c"}], spend=[], balances=[])
    expected = engine_columns(folder)
    named = {
        (table.schema, table.name): [(column.name, column.type) for column in table.columns]
        for table in catalog_of(open_portfolio(folder)).tables
    }
    in_scope = {key for key in expected if key[0] != UNSCOPED}
    assert in_scope <= set(named)
    assert {key: expected[key] for key in named} == named


def test_every_column_and_table_says_what_it_means() -> None:
    tables = catalog_of().tables
    assert [table.name for table in tables if not table.meaning] == []
    assert [column.name for table in tables for column in table.columns if not column.meaning] == []
    assert [(table.schema, table.name) for table in tables][:2] == [("", "alliances"), ("", "memberships")]


def test_further_columns_of_a_portfolio_are_named_in_the_tables_in_scope(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "tiny", spend=[])
    rows = arrow_table("contracts", [{"contract_id": "c", "alliance_id": "a", "title": "t"}])
    pq.write_table(rows.append_column('Buyer "X"', pa.array(["b"])), folder / "contracts.parquet")
    catalog = catalog_of(open_portfolio(folder))
    table, unscoped = catalog.find("", "CONTRACTS"), catalog.find(UNSCOPED, "CONTRACTS")
    assert table is not None
    assert unscoped is not None
    assert (table.columns[-1].name, table.columns[-1].type) == ('Buyer "X"', "")
    assert table.columns[:-1] == unscoped.columns
    assert catalog.find("", "nonesuch") is None


def test_the_catalog_is_known_without_an_engine() -> None:
    script = (
        "import sys; from portfolio_tui.query.catalog import catalog_of; catalog_of(); print(*sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    assert {"duckdb", "pyarrow", "polars"} & set(finished.stdout.split()) == set()

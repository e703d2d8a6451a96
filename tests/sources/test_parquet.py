"""Parquet files as sources: what their typed values become."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.profile import Layout
from portfolio_tui.sources.profile_toml import read_profile
from portfolio_tui.sources.readers import read_source
from portfolio_tui.sources.readers.source_file import SourceFile
from portfolio_tui.sources.readers.source_rows import SourceError, SourceRows
from tests.sources.small_files import table, write_profile


def read(folder: Path, frame: pl.DataFrame) -> SourceRows:
    frame.write_parquet(folder / "data.parquet")
    return read_source(SourceFile.plain(folder / "data.parquet"), Layout())


def test_typed_values_become_the_text_that_profiles_read(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "id": ["007", None],
            "paid": pl.Series([Decimal("1234.50"), Decimal("-0.07")], dtype=pl.Decimal(18, 2)),
            "rate": [0.1 + 0.2, 4411.0],
            "count": [12, -3],
            "day": [dt.date(2019, 6, 30), None],
            "stamp": [dt.datetime.fromisoformat("2019-06-30T07:05:00"), None],
            "ok": [True, False],
            "states": [["NM", " TX"], None],
            "raw": [b"Caf\xc3\xa9", None],
            "kind": pl.Series(["a", "b"], dtype=pl.Categorical),
            "none": pl.Series([None, None], dtype=pl.Null),
        }
    )
    rows = read(tmp_path, frame)
    assert rows.texts.rows() == [
        (
            "007",
            "1234.50",
            "0.3",
            "12",
            "2019-06-30",
            "2019-06-30 07:05:00",
            "true",
            '["NM", " TX"]',
            "Café",
            "a",
            None,
        ),
        (None, "-0.07", "4411", "-3", None, None, "false", None, None, "b", None),
    ]
    assert rows.positions["source_row"].to_list() == [1, 2]
    assert rows.positions["raw_text"][1].startswith('{"id":null,"paid":"-0.07","rate":"4411"')
    assert rows.read_as == "parquet"


def test_rows_without_a_value_are_set_aside(tmp_path: Path) -> None:
    rows = read(tmp_path, pl.DataFrame({"id": ["1", None, "3"], "name": ["a", " ", "c"]}))
    assert rows.texts.rows() == [("1", "a"), ("3", "c")]
    assert rows.positions["source_row"].to_list() == [1, 3]
    assert [(row.source_row, row.raw_text, row.reason) for row in rows.rejected] == [
        (2, '{"id":null,"name":" "}', "is empty")
    ]


@pytest.mark.parametrize("kept", [4, 30, -1])
def test_a_damaged_file_is_an_error(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "data.parquet"
    pl.DataFrame({"id": ["1"]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(SourceError, match=r"data.parquet is a damaged Parquet file"):
        read_source(SourceFile.plain(path), Layout())


def test_more_rows_than_a_file_of_its_size_can_hold_are_refused(tmp_path: Path) -> None:
    frame = pl.select(pl.repeat("x", 3_000_000).alias("id"))
    with pytest.raises(SourceError, match=r"claims 3,000,000 rows, more than a file of its size can hold"):
        read(tmp_path, frame)


def test_a_parquet_file_becomes_a_portfolio(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "id": ["007"],
            "title": ["Salt"],
            "vendor": ["ACME"],
            "start": [dt.date(2018, 7, 1)],
            "end": [None],
            "limit": [1000],
            "paid": [250.1],
            "day": [dt.date(2019, 3, 31)],
        }
    )
    frame.write_parquet(tmp_path / "report.parquet")
    profile = read_profile(write_profile(tmp_path))
    (outcome,) = import_files([tmp_path / "report.parquet"], profile, tmp_path / "portfolio").files
    assert (outcome.rows_read, outcome.kept, outcome.read_as) == (1, 1, "parquet")
    balances = table(
        tmp_path / "portfolio", "balances", "contract_id", "as_of", "ceiling_amount", "paid_amount"
    )
    assert balances == [("007", dt.date(2019, 3, 31), Decimal("1000.00"), Decimal("250.10"))]


CENTS = st.integers(-(10**15), 10**15).map(lambda cents: Decimal(cents).scaleb(-2))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)


@given(rows=st.lists(st.tuples(TEXT, CENTS), min_size=1, max_size=8))
def test_amounts_and_texts_come_back(
    rows: list[tuple[str, Decimal]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    schema = {"name": pl.String(), "paid": pl.Decimal(18, 2)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    read_back = read(tmp_path_factory.mktemp("parquet"), frame)
    assert [(name, Decimal(paid)) for name, paid in read_back.texts.rows()] == rows

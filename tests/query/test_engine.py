"""The engine over a portfolio's files: where they lie, what they hold, and what is damaged in them."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION
from portfolio_tui.measures.portfolio_rows import PORTFOLIO_TOTALS, TABLE_FACTS
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.portfolio.problems import PortfolioError, Severity
from portfolio_tui.query.engine import Engine, open_engine
from portfolio_tui.query.scope import Scope
from tests.tiny import Cells, arrow_table, opened, row_of, rows_of, write_portfolio

CONTRACTS: list[Cells] = [{"contract_id": "c", "alliance_id": "a", "title": "C", "vendor_id": "v"}]
SPEND: list[Cells] = [{"state": "VT", "amount": "1.10", "spent_on": "2026-01-01", "contract_id": "c"}]


@contextmanager
def engine_over(folder: Path) -> Iterator[Engine]:
    """Open an engine over the portfolio in `folder`."""
    engine = open_engine(open_portfolio(folder))
    try:
        yield engine
    finally:
        engine.close()


def answer(engine: Engine, sql: str) -> list[tuple[object, ...]]:
    """Return the rows of a query over everything."""
    with engine.cursor(Scope()) as cursor:
        engine.views.make_for(sql, cursor)
        engine.views.show_further_columns(sql, cursor)
        return list(cursor.sql(sql).fetchall())


@pytest.mark.parametrize(
    "name",
    [
        "it's",
        'say "hello"',
        "two words",
        "[1]",
        "a[b]*?",
        "*",
        "?",
        "{a,b}",
        "50% off; DROP TABLE spend",
        "back\\slash",
        "back\\slash [1]",
        "~",
        "ünïcödé 州",
        "-o",
        "a=b",
        "$HOME",
    ],
)
def test_a_portfolio_may_lie_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    folder = write_portfolio(tmp_path / name, contracts=CONTRACTS, spend=SPEND)
    with engine_over(folder) as engine:
        assert answer(engine, "SELECT amount, contract_id FROM spend") == [(Decimal("1.10"), "c")]


def test_a_folder_of_a_name_that_is_a_pattern_never_reads_its_neighbour(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "year[1]", contracts=CONTRACTS, spend=SPEND)
    write_portfolio(tmp_path / "year1", contracts=CONTRACTS, spend=[{**SPEND[0], "amount": "999"}])
    with engine_over(folder) as engine:
        (folder / "spend.parquet").unlink()
        with pytest.raises(duckdb.IOException, match="No files found"):
            answer(engine, "SELECT amount FROM spend")


def test_a_portfolio_may_be_named_by_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_portfolio(tmp_path / "tiny", contracts=CONTRACTS, spend=SPEND)
    monkeypatch.chdir(tmp_path)
    with engine_over(Path("tiny")) as engine:
        monkeypatch.chdir("/")
        assert answer(engine, "SELECT count(*) FROM spend") == [(1,)]


def test_tables_without_rows_and_tables_that_are_absent_are_empty(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=[], spend=[], vendors=[])
    with opened(folder) as service:
        assert rows_of(service, CONTRACT_UTILIZATION) == ()
        assert row_of(service, PORTFOLIO_TOTALS).net_amount == 0
        assert answer(service.engine, "SELECT count(*) FROM balances") == [(0,)]
        assert answer(service.engine, "SELECT count(*) FROM vendors") == [(0,)]


def test_a_portfolio_of_positions_alone_opens(tmp_path: Path) -> None:
    balances: list[Cells] = [
        {"contract_id": "c", "state": "TX", "as_of": "2026-03-31", "ordered_amount": "40"}
    ]
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, balances=balances)
    with opened(folder) as service:
        totals = row_of(service, PORTFOLIO_TOTALS)
    assert (totals.net_amount, totals.position_amount, totals.line_count) == (Decimal(40), Decimal(40), 0)


def test_several_files_with_different_columns_are_one_table(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, spend=SPEND)
    (folder / "spend.parquet").unlink()
    (folder / "spend").mkdir()
    table = arrow_table("spend", SPEND)
    narrow = table.select(["spent_on", "amount", "state", "spend_id"])
    narrower = narrow.set_column(1, "amount", pa.array([Decimal("7.5")], pa.decimal128(9, 1)))
    pq.write_table(table.append_column("colour", pa.array(["red"])), folder / "spend" / "a.parquet")
    pq.write_table(narrower, folder / "spend" / "b.parquet")
    with engine_over(folder) as engine:
        assert answer(engine, "SELECT amount, contract_id, colour FROM spend ORDER BY amount") == [
            (Decimal("1.10"), "c", "red"),
            (Decimal("7.50"), None, None),
        ]
        assert answer(engine, "SELECT typeof(amount) FROM spend LIMIT 1") == [("DECIMAL(18,2)",)]


def test_columns_from_the_names_of_folders_are_columns(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, spend=SPEND)
    (folder / "spend.parquet").unlink()
    table = arrow_table("spend", SPEND).drop_columns(["state", "spent_on"])
    for place in ("state=VT/spent_on=2026-01-01/batch=007", "state=NY/spent_on=2026-02-01/batch=008"):
        (folder / "spend" / place).mkdir(parents=True)
        pq.write_table(table, folder / "spend" / place / "part.parquet")
    with engine_over(folder) as engine:
        assert answer(engine, "SELECT state, spent_on, batch, amount FROM spend ORDER BY state") == [
            ("NY", dt.date(2026, 2, 1), "008", Decimal("1.10")),
            ("VT", dt.date(2026, 1, 1), "007", Decimal("1.10")),
        ]


def test_names_of_columns_in_capitals_are_the_same_names(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, spend=SPEND)
    capitals = arrow_table("spend", SPEND)
    capitals = capitals.rename_columns([name.upper() for name in capitals.column_names])
    pq.write_table(capitals, folder / "spend.parquet")
    with opened(folder) as service:
        assert row_of(service, PORTFOLIO_TOTALS).net_amount == Decimal("1.10")


def test_further_columns_can_be_queried_whatever_they_are_called(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, spend=SPEND)
    table = arrow_table("contracts", CONTRACTS).append_column('a "quoted"; name', pa.array([[1, 2]]))
    pq.write_table(table, folder / "contracts.parquet")
    with engine_over(folder) as engine:
        assert answer(engine, 'SELECT "a ""quoted""; name" FROM contracts') == [([1, 2],)]


@pytest.mark.parametrize(
    ("as_of", "spend", "balances", "expected"),
    [
        ("2020-01-01", SPEND, [], dt.date(2020, 1, 1)),
        (None, SPEND, [], dt.date(2026, 1, 1)),
        (None, SPEND, [{"contract_id": "c", "state": "VT", "as_of": "2026-03-31"}], dt.date(2026, 3, 31)),
        (None, [], [], dt.date(1970, 1, 1)),
    ],
)
def test_the_as_of_date_is_the_portfolios_else_its_newest_row(
    tmp_path: Path, as_of: str | None, spend: list[Cells], balances: list[Cells], expected: dt.date
) -> None:
    folder = write_portfolio(tmp_path, as_of=as_of, contracts=CONTRACTS, spend=spend, balances=balances)
    with engine_over(folder) as engine:
        assert engine.default_as_of == expected
        assert engine.as_of(Scope()) == expected
        assert engine.as_of(Scope(as_of=dt.date(2001, 2, 3))) == dt.date(2001, 2, 3)


def test_repeated_rows_of_an_optional_table_multiply_no_figure(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        as_of="2026-06-30",
        contracts=CONTRACTS,
        alliances=[{"alliance_id": "a", "name": name, "kind": "national"} for name in "AB"],
        vendors=[{"vendor_id": "v", "name": name} for name in "VW"],
        entities=[{"entity_id": "e", "name": name, "entity_type": "city"} for name in "EF"],
        spend=[{**SPEND[0], "entity_id": "e", "vendor_id": "v"}],
    )
    with opened(folder) as service:
        assert row_of(service, PORTFOLIO_TOTALS).cooperative_amount == Decimal("1.10")
        by_city = Scope(entity_types=("city",), vendors=("v",), alliances=("a",))
        assert row_of(service, PORTFOLIO_TOTALS, by_city).net_amount == Decimal("1.10")
        row = row_of(service, CONTRACT_UTILIZATION)
        assert (row.net_in_scope, row.vendor_name, row.group_name) == (Decimal("1.10"), "V", "A")


def test_two_engines_at_once_set_nothing_aside_in_the_same_place(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, spend=SPEND)
    question = "SELECT current_setting('temp_directory')"
    with engine_over(folder) as first, engine_over(folder) as second:
        assert answer(first, question) != answer(second, question)


def damage(path: Path) -> None:
    """Overwrite the pages of most columns, and leave the footer as it is."""
    content = bytearray(path.read_bytes())
    footer = int.from_bytes(content[-8:-4], "little")
    content[20 : -footer - 100] = b"\xff" * (len(content) - footer - 120)
    path.write_bytes(bytes(content))


MANY_VENDORS: list[Cells] = [{"vendor_id": f"v{n}", "name": f"Vendor {n * 7919}"} for n in range(3000)]
MANY_LINES: list[Cells] = [{**SPEND[0], "contract_id": f"c{n * 7919}"} for n in range(3000)]


def test_a_damaged_optional_table_is_left_empty_with_a_warning(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, spend=SPEND, vendors=MANY_VENDORS)
    damage(folder / "vendors.parquet")
    with opened(folder) as service:
        (warning,) = service.engine.warnings
        assert warning.severity is Severity.WARNING
        assert str(warning) == (
            f"table vendors, file {folder}/vendors.parquet, column vendor_id: the rows cannot be read. "
            "Copy the file again from where it came. Expected a whole Parquet file, found damaged pages."
        )
        assert row_of(service, CONTRACT_UTILIZATION).vendor_name is None
        assert row_of(service, PORTFOLIO_TOTALS).net_amount == Decimal("1.10")


@pytest.mark.parametrize("table", ["contracts", "spend"])
def test_a_damaged_needed_table_is_told_with_its_file_and_column(tmp_path: Path, table: str) -> None:
    contracts: list[Cells] = [{**CONTRACTS[0], "contract_id": f"c{n * 7919}"} for n in range(3000)]
    folder = write_portfolio(tmp_path, contracts=contracts, spend=MANY_LINES)
    damage(folder / f"{table}.parquet")
    with pytest.raises(PortfolioError) as refused:
        open_engine(open_portfolio(folder))
    first = {"contracts": "contract_id", "spend": "spend_id"}[table]
    assert [str(problem) for problem in refused.value.problems] == [
        (
            f"table {table}, file {folder}/{table}.parquet, column {first}: the rows cannot be read. Copy "
            "the file again from where it came. Expected a whole Parquet file, found damaged pages."
        )
    ]


def test_a_file_that_goes_away_while_opening_is_told_of(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, contracts=CONTRACTS, spend=SPEND)
    portfolio = open_portfolio(folder)
    (folder / "spend.parquet").unlink()
    with pytest.raises(PortfolioError, match=r"spend\.parquet: cannot be read \("):
        open_engine(portfolio)


@pytest.mark.parametrize("with_statistics", [True, False])
@pytest.mark.parametrize("day", [3_700_000, 2**31 - 1, -(2**31) + 1, -800_000])
def test_impossible_dates_are_read_as_empty(tmp_path: Path, day: int, with_statistics: bool) -> None:
    folder = write_portfolio(tmp_path, contracts=[], spend=[])
    rows = {"contracts": [*CONTRACTS, {**CONTRACTS[0], "contract_id": "d"}], "spend": [SPEND[0], SPEND[0]]}
    impossible = pa.array([day, 20_000], pa.int32()).cast(pa.date32())
    for name, column in (("spend", "spent_on"), ("contracts", "ends_on")):
        table = arrow_table(name, rows[name])
        table = table.set_column(table.column_names.index(column), column, impossible)
        pq.write_table(table, folder / f"{name}.parquet", write_statistics=with_statistics)
    with opened(folder) as service:
        assert service.engine.default_as_of == dt.date(2024, 10, 4)  # the day numbered 20,000
        assert row_of(service, PORTFOLIO_TOTALS).line_count == 1
        ends = sorted(str(row.ends_on) for row in rows_of(service, CONTRACT_UTILIZATION))
        assert ends == ["2024-10-04", "None"]
        assert len(rows_of(service, TABLE_FACTS)) == 6

"""Rows as they come: shapes, exact numbers, names that meet, and Parquet written by the engine."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.errors import QueryFailedError
from portfolio_tui.query.running_query import OutputColumn, ResultColumn, Shape
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import opened, write_portfolio


def request(sql: str) -> QueryRequest:
    """Return a request for `sql` over everything."""
    return QueryRequest(1, ad_hoc(sql), Scope())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a portfolio of three lines."""
    return write_portfolio(
        tmp_path_factory.mktemp("rows") / "tiny",
        contracts=[{"contract_id": "c1", "alliance_id": "naspo", "title": "Tires"}],
        spend=[
            {"state": "VT", "amount": "10.10", "spent_on": "2026-01-01", "contract_id": "c1"},
            {"state": "NH", "amount": "20.20", "spent_on": "2026-01-02", "contract_id": "c1"},
            {"state": "NH", "amount": "-0.30", "spent_on": "2026-01-03"},
        ],
    )


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[QueryService]:
    with opened(folder) as service:
        yield service


def test_the_columns_are_known_before_any_row(service: QueryService) -> None:
    with service.running(request("SELECT state, amount, [1] AS l, {'a': 1} AS s FROM spend")) as query:
        assert query.columns == (
            ResultColumn("state", "VARCHAR"),
            ResultColumn("amount", "DECIMAL(18,2)"),
            ResultColumn("l", "INTEGER[]"),
            ResultColumn("s", "STRUCT(a INTEGER)"),
        )
        assert [column.is_text for column in query.columns] == [True, False, False, False]
        assert [column.is_exact_number for column in query.columns] == [False, True, False, False]
        assert [column.is_nested for column in query.columns] == [False, False, True, True]


def test_rows_come_in_pieces_and_in_order(service: QueryService) -> None:
    with service.running(request("SELECT i FROM range(1000) AS r(i) ORDER BY i DESC")) as query:
        pieces = [batch.column(0).to_pylist() for batch in query.batches(rows_at_once=300)]
    assert len(pieces) > 1
    assert [i for piece in pieces for i in piece] == list(range(999, -1, -1))


def test_columns_with_one_name_are_told_apart(service: QueryService) -> None:
    sql = "SELECT 1 AS a, 2 AS a, 3 AS A -- names that meet"
    result = service.run(request(sql))
    assert result.table.to_pylist() == [{"a": 1, "a_1": 2, "A_2": 3}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS one;",
        "SELECT 1 AS one; -- and no more",
        "SELECT 1 AS one -- ;",
        "SELECT 1 AS one /* ; */ ;;",
        "FROM (VALUES (1)) AS v(one)",
    ],
)
def test_semicolons_and_comments_do_no_harm(service: QueryService, sql: str) -> None:
    with service.running(request(sql)) as query:
        (batch,) = query.batches([OutputColumn("one", Shape.TEXT)])
    assert batch.to_pylist() == [{"one": "1"}]


def test_text_that_a_spreadsheet_would_run_is_made_harmless(service: QueryService) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM", "\tx", "plain", "a=b", "", "\uff1d1"]
    quoted = ", ".join(f"('{text}')" for text in texts)
    with service.running(request(f"SELECT t FROM (VALUES {quoted}) AS v(t)")) as query:
        (batch,) = query.batches([OutputColumn("t", Shape.HARMLESS)])
    assert batch.column(0).to_pylist() == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@SUM",
        "'\tx",
        "plain",
        "a=b",
        "",
        "'\uff1d1",
    ]


def test_json_keeps_every_digit(service: QueryService) -> None:
    amount = "1234567890123456.78::DECIMAL(18, 2) AS amount"
    sql = f"SELECT {amount}, NULL AS nothing, DATE '2026-06-30' AS day, [1] AS l"
    with service.running(request(sql)) as query:
        ((rows, objects),) = query.json_objects(["amount", "nothing", "day", "l"], before="<", after=">")
    line = b'<{"amount":1234567890123456.78,"nothing":null,"day":"2026-06-30","l":[1]}>'
    assert (rows, bytes(objects)) == (1, line)


def test_nested_values_can_be_given_as_json_text(service: QueryService) -> None:
    with service.running(request("SELECT {'a': [1, 2]} AS s")) as query:
        (batch,) = query.batches([OutputColumn("s", Shape.JSON_TEXT)])
    assert batch.to_pylist() == [{"s": '{"a":[1,2]}'}]


def test_parquet_is_written_where_the_engine_may_write(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out's.parquet"
    service = QueryService(open_engine(open_portfolio(folder), writable=(target,)))
    try:
        with service.running(request("SELECT state, amount FROM spend ORDER BY amount;")) as query:
            assert query.copy_parquet(target, metadata={"key": "it's so"}) == 3
        with (
            pytest.raises(QueryFailedError),
            service.running(request("SELECT 1 AS one")) as query,
        ):
            query.copy_parquet(tmp_path / "elsewhere.parquet")
    finally:
        service.close()
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    written = pq.read_table(target)
    assert written.column("amount").to_pylist() == [Decimal("-0.30"), Decimal("10.10"), Decimal("20.20")]
    assert pq.read_metadata(target).metadata[b"key"] == b"it's so"


def test_parquet_can_be_split_into_folders(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "parts"
    service = QueryService(open_engine(open_portfolio(folder), writable=(target,)))
    try:
        with service.running(request("SELECT state, amount FROM spend")) as query:
            assert query.copy_parquet(target, partition_by=["state"]) == 3
    finally:
        service.close()
    assert sorted(path.name for path in target.iterdir()) == ["state=NH", "state=VT"]


def test_nothing_is_written_by_an_engine_that_may_not(service: QueryService, tmp_path: Path) -> None:
    with pytest.raises(QueryFailedError), service.running(request("SELECT 1 AS one")) as query:
        query.copy_parquet(tmp_path / "out.parquet")
    assert list(tmp_path.iterdir()) == []

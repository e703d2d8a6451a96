"""Running queries: results, limits, cancelling, time limits, closing, and errors in words."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.errors import (
    QueryCancelledError,
    QueryError,
    QueryFailedError,
    QueryTimedOutError,
)
from portfolio_tui.query.parameters import Parameter
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryResult, QueryService
from tests.tiny import opened, write_portfolio

ENDLESS = "SELECT count(*) FROM range(100000000000) AS numbers(i) WHERE hash(i) % 7 = 1"
PROMPTLY = 5.0
"""Seconds within which what was stopped must be over on a busy machine; unstopped it would take hours."""


def request(number: int, sql: str, *parameters: Parameter, **options: object) -> QueryRequest:
    """Return a request to run `sql` over everything."""
    query = DocumentedSQL("test", Path("test.sql"), sql, {"title": "Test", "description": "Test"}, parameters)
    return QueryRequest(number, query, Scope(), **options)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_portfolio(
        tmp_path / "tiny",
        as_of="2026-06-30",
        contracts=[{"contract_id": "c", "alliance_id": "a", "title": "C"}],
        spend=[{"state": "VT", "amount": "1.10", "spent_on": "2026-01-01", "contract_id": "c"}],
    )


@pytest.fixture
def service(folder: Path) -> Iterator[QueryService]:
    with opened(folder) as running:
        yield running


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=4) as threads:
        yield threads


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something that other threads bring about; fails when it does not come."""
    deadline = time.monotonic() + PROMPTLY
    while not true():
        assert time.monotonic() < deadline, "it did not come"
        threading.Event().wait(0.005)


def under_way(service: QueryService, pool: ThreadPoolExecutor, number: int) -> Future[QueryResult]:
    """Start an endless query in another thread, and return once it runs."""
    future = pool.submit(service.run, request(number, ENDLESS))
    wait_until(lambda: number in service._running)
    return future


def test_a_result_is_typed_whole_and_timed(service: QueryService) -> None:
    asked = request(7, "SELECT amount, spent_on FROM spend")
    result = service.run(asked)
    assert result.table.to_pylist() == [{"amount": Decimal("1.10"), "spent_on": dt.date(2026, 1, 1)}]
    assert (result.row_count, result.truncated, result.request) == (1, False, asked)
    assert 0 < result.elapsed_seconds < PROMPTLY


@pytest.mark.parametrize(("rows", "truncated"), [(2, False), (3, False), (4, True), (200_000, True)])
def test_a_row_limit_keeps_the_first_rows_and_says_when_there_are_more(
    service: QueryService, rows: int, truncated: bool
) -> None:
    sql = "SELECT i FROM range($rows) AS numbers(i) ORDER BY i DESC"
    result = service.run(request(1, sql, parameters={"rows": rows}, row_limit=3))
    assert result.table.column("i").to_pylist() == list(range(rows))[::-1][:3]
    assert result.truncated is truncated


def test_values_are_bound_and_what_may_be_left_out_is_null(service: QueryService) -> None:
    optional = Parameter("state", "state", is_list=False, optional=True, default=None, label="State")
    sql = "SELECT $as_of AS as_of, $state IS NULL AS everywhere, $text AS text"
    row = service.run(request(1, sql, optional, parameters={"text": "'; DROP"})).table.to_pylist()
    assert row == [{"as_of": dt.date(2026, 6, 30), "everywhere": True, "text": "'; DROP"}]


def test_requests_run_side_by_side(service: QueryService, pool: ThreadPoolExecutor) -> None:
    endless = under_way(service, pool, 1)
    assert service.run(request(2, "SELECT count(*) AS n FROM spend")).table.to_pylist() == [{"n": 1}]
    assert not endless.done()
    service.cancel(1)
    with pytest.raises(QueryCancelledError):
        endless.result(PROMPTLY)


def test_a_cancelled_query_stops_at_once_and_alone(service: QueryService, pool: ThreadPoolExecutor) -> None:
    first, second = under_way(service, pool, 1), under_way(service, pool, 2)
    service.cancel(1)
    with pytest.raises(QueryCancelledError, match=r"^Test: cancelled\.$"):
        first.result(PROMPTLY)
    assert not second.done()
    service.cancel(2)
    with pytest.raises(QueryCancelledError):
        second.result(PROMPTLY)
    assert service.run(request(3, "SELECT 1")).row_count == 1


def test_a_query_cancelled_before_it_begins_does_not_run(service: QueryService) -> None:
    service.cancel(1)
    with pytest.raises(QueryCancelledError):
        service.run(request(1, ENDLESS))


def test_cancelling_what_has_ended_does_nothing(service: QueryService) -> None:
    service.run(request(1, "SELECT 1"))
    service.cancel(1)
    assert service.run(request(2, "SELECT 2")).row_count == 1


def test_a_number_is_not_used_twice_at_once(service: QueryService, pool: ThreadPoolExecutor) -> None:
    endless = under_way(service, pool, 1)
    with pytest.raises(ValueError, match=r"^A request numbered 1 is under way\.$"):
        service.run(request(1, "SELECT 1"))
    service.cancel(1)
    with pytest.raises(QueryCancelledError):
        endless.result(PROMPTLY)


def test_a_query_past_its_time_limit_is_stopped(service: QueryService) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimedOutError, match=r"^Test: stopped after 0\.1 s\. Narrow the scope and"):
        service.run(request(1, ENDLESS, time_limit_seconds=0.1))
    assert time.monotonic() - started < PROMPTLY


def test_what_goes_on_though_it_was_told_to_stop_is_told_of_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_tui.query.service.OUTLIVING_SECONDS", 0.05)
    told: list[QueryError] = []
    service = QueryService(open_engine(open_portfolio(folder)), told.append)
    with service.running(request(1, "SELECT 1")):
        service.cancel(1)
        wait_until(lambda: bool(told))
    with service.running(request(2, "SELECT 1", time_limit_seconds=0.01)):
        wait_until(lambda: len(told) == 2)
    with suppress(QueryError):
        service.run(request(3, ENDLESS, time_limit_seconds=0.01))
    service.close()
    assert [(type(error), str(error)) for error in told] == [
        (QueryCancelledError, "Test: cancelled."),
        (QueryTimedOutError, "Test: stopped after 0.01 s. Narrow the scope and try again."),
    ]


def test_closing_stops_what_runs_and_refuses_what_comes(folder: Path, pool: ThreadPoolExecutor) -> None:
    with opened(folder) as service:
        running = [under_way(service, pool, number) for number in (1, 2)]
        started = time.monotonic()
    assert time.monotonic() - started < PROMPTLY
    for endless in running:
        assert endless.done()
        with pytest.raises(QueryCancelledError):
            endless.result()
    with pytest.raises(QueryCancelledError):
        service.run(request(3, "SELECT 1"))


def test_the_place_of_a_mistake_is_shown(service: QueryService) -> None:
    with pytest.raises(QueryFailedError) as failed:
        service.run(request(1, "SELECT state,\n  colour\nFROM spend"))
    assert str(failed.value).endswith("\n\nLINE 2:   colour\n          ^^^^^^")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT colour FROM spend", 'Referenced column "colour" not found'),
        ("SELECT CAST(state AS INTEGER) FROM spend", "Could not convert string 'VT' to INT32"),
        ("SELECT error('boom')", "boom"),
        ("SELECT $missing AS m", "Values were not provided for the following parameters: missing"),
        ("SELECT amount * 1e17::DECIMAL(18, 0) * 1e17::DECIMAL(18, 0) FROM spend", "too large or odd"),
    ],
)
def test_what_the_engine_refuses_is_told_in_its_own_words(service: QueryService, sql: str, said: str) -> None:
    with pytest.raises(QueryFailedError) as failed:
        service.run(request(1, sql))
    assert str(failed.value).startswith("Test: ")
    assert said in str(failed.value)
    assert service.run(request(2, "SELECT 1")).row_count == 1


def test_a_file_that_went_away_is_told_of(folder: Path, service: QueryService) -> None:
    (folder / "spend.parquet").unlink()
    said = (
        r"^Test: the files are gone or were changed since they were read\. Read them again\. .*spend\.parquet"
    )
    with pytest.raises(QueryFailedError, match=said):
        service.run(request(1, "SELECT sum(amount) FROM spend"))
    assert service.run(request(2, "SELECT count(*) FROM vendors")).row_count == 1


def test_a_file_that_was_damaged_meanwhile_is_told_of(folder: Path, service: QueryService) -> None:
    path = folder / "spend.parquet"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(QueryFailedError):
        service.run(request(1, "SELECT sum(amount) FROM spend"))

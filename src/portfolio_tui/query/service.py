"""Runs documented SQL, each request on a cursor of its own, and stops what is cancelled or too slow."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import duckdb
import pyarrow as pa

from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.engine import Engine
from portfolio_tui.query.errors import (
    QueryCancelledError,
    QueryError,
    QueryFailedError,
    QueryTimedOutError,
)
from portfolio_tui.query.fence import check_statement
from portfolio_tui.query.parameters import ALWAYS_THERE
from portfolio_tui.query.running_query import RunningQuery
from portfolio_tui.query.scope import Scope

DEFAULT_TIME_LIMIT_SECONDS = 60.0
_WATCH_INTERVAL_SECONDS = 0.02

OUTLIVING_SECONDS = 3.0
"""How long a query may go on once it is told to stop: in the midst of one call the engine does not."""

OnOutliving = Callable[[QueryError], None]
"""Is told of a query that goes on though it was told to stop, with the error that says why it was."""


@dataclass(frozen=True)
class QueryRequest:
    """What to run: a number that is its own, the SQL, the scope, parameters, and limits of rows and time."""

    number: int
    query: DocumentedSQL
    scope: Scope
    parameters: Mapping[str, Any] = field(default_factory=dict)
    row_limit: int | None = None
    time_limit_seconds: float = DEFAULT_TIME_LIMIT_SECONDS


@dataclass(frozen=True)
class QueryResult:
    """What came out: an Arrow table, whether the row limit cut it short, and how long it took."""

    request: QueryRequest
    table: pa.Table
    truncated: bool
    elapsed_seconds: float

    @property
    def row_count(self) -> int:
        """How many rows the table holds."""
        return int(self.table.num_rows)


class QueryService:
    """Runs requests, from any thread, over one engine.

    `run` blocks and is meant for worker threads; `cancel` returns at once. After `close` every request is
    refused as cancelled. A query that goes on for `OUTLIVING_SECONDS` after it was told to stop is told of
    to `on_outliving`, in another thread and once: nothing but the end of the process stops it.
    """

    def __init__(self, engine: Engine, on_outliving: "OnOutliving | None" = None) -> None:
        self.engine = engine
        self._on_outliving = on_outliving or _leave_alone
        self._lock = threading.Lock()
        self._running: dict[int, _Running] = {}
        self._cancelled_early: set[int] = set()
        self._prepared: set[str] = set()
        self._closed = False

    def run(self, request: QueryRequest) -> QueryResult:
        """Run `request` to its end.

        Raises FenceError, QueryCancelledError, QueryTimedOutError or QueryFailedError, and ValueError when a
        request of the same number is under way.
        """
        started = time.monotonic()
        with self.running(request) as query:
            table, truncated = query.table(request.row_limit)
        return QueryResult(request, table, truncated, time.monotonic() - started)

    @contextmanager
    def running(self, request: QueryRequest) -> Iterator[RunningQuery]:
        """Give the query of `request`, to be read inside the `with`, where it can be cancelled.

        It reads only, behind the fence, and no longer than its time limit. Raises what `run` raises.
        """
        running = self._start(request)
        try:
            cursor = self.engine.cursor(request.scope)
            try:
                outlived = partial(self._tell_outlived, request, running)
                with _Watch(running, cursor, request.time_limit_seconds, outlived):
                    self._prepare(cursor, request.query)
                    cursor.execute("BEGIN TRANSACTION READ ONLY")
                    yield RunningQuery(cursor, request.query.sql, self._values(request))
            finally:
                cursor.close()
        except (duckdb.Error, pa.ArrowException, MemoryError) as error:
            if running.cancelled or running.timed_out:
                raise _stopped(request, running) from error
            raise QueryFailedError(f"{request.query.title}: {_in_words(error)}") from error
        finally:
            self._finish(request)

    def cancel(self, number: int) -> None:
        """Stop the request with that number, running or not yet begun; one that has ended is left alone."""
        with self._lock:
            if number in self._running:
                self._running[number].cancel()
            else:
                self._cancelled_early.add(number)

    def close(self) -> None:
        """Stop everything that runs, wait until it has stopped, and close the engine."""
        with self._lock:
            self._closed = True
            running = list(self._running.values())
        for request in running:
            request.cancel()
        for request in running:
            request.ended.wait()
        self.engine.close()

    def _start(self, request: QueryRequest) -> "_Running":
        with self._lock:
            if self._closed or request.number in self._cancelled_early:
                self._cancelled_early.discard(request.number)
                raise QueryCancelledError(f"{request.query.title}: cancelled.")
            if request.number in self._running:
                raise ValueError(f"A request numbered {request.number} is under way.")
            self._running[request.number] = running = _Running()
            return running

    def _prepare(self, cursor: duckdb.DuckDBPyConnection, query: DocumentedSQL) -> None:
        """Refuse SQL that the fence does not let through, else make the views it reads; raises FenceError."""
        if query.sql not in self._prepared:
            check_statement(cursor, query.sql, self.engine.tables)
            self.engine.views.make_for(query.sql, cursor)
            self._prepared.add(query.sql)
        if query.sees_further_columns:
            self.engine.views.show_further_columns(query.sql, cursor)

    def _tell_outlived(self, request: QueryRequest, running: "_Running") -> None:
        self._on_outliving(_stopped(request, running))

    def _values(self, request: QueryRequest) -> dict[str, Any]:
        values: dict[str, Any] = {
            parameter.name: None for parameter in request.query.parameters if parameter.optional
        }
        values.update(request.parameters)
        if ALWAYS_THERE in duckdb.extract_statements(request.query.sql)[0].named_parameters:
            values[ALWAYS_THERE] = self.engine.as_of(request.scope)
        return values

    def _finish(self, request: QueryRequest) -> None:
        with self._lock:
            self._running.pop(request.number).ended.set()


class _Running:
    """A request under way: `stop` ends its watch, the two flags tell who asked, `ended` that it is over."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.ended = threading.Event()
        self.cancelled = False
        self.timed_out = False

    def cancel(self) -> None:
        """Ask the request to end."""
        self.cancelled = True
        self.stop.set()


class _Watch:
    """Interrupts a cursor, again and again until its query ends, once it is told to stop or its time is up.

    One interrupt is not enough: one that comes just before the query starts is lost. Where none is enough,
    `on_outliving` is called.
    """

    def __init__(
        self,
        running: _Running,
        cursor: duckdb.DuckDBPyConnection,
        time_limit_seconds: float,
        on_outliving: Callable[[], None],
    ) -> None:
        self._running = running
        self._cursor = cursor
        self._time_limit_seconds = time_limit_seconds
        self._on_outliving = on_outliving
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="query-watch", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._running.stop.set()
        self._thread.join()

    def _watch(self) -> None:
        if not self._running.stop.wait(self._time_limit_seconds):
            self._running.timed_out = True
            self._running.stop.set()
        self._interrupt_until(time.monotonic() + OUTLIVING_SECONDS)
        if not self._done.is_set():
            self._on_outliving()
        self._interrupt_until(None)

    def _interrupt_until(self, moment: float | None) -> None:
        """Interrupt the cursor until its query has ended, or that moment has come."""
        while not self._done.wait(_WATCH_INTERVAL_SECONDS):
            self._cursor.interrupt()
            if moment is not None and time.monotonic() >= moment:
                return


def _leave_alone(_error: QueryError) -> None:
    """Let a query that cannot be stopped come to its end."""


def _in_words(error: duckdb.Error | pa.ArrowException | MemoryError) -> str:
    """Return what went wrong and what to do about it where that is plain, else the engine's own message."""
    reason = str(error).split("\n", maxsplit=1)[0].rstrip(".")
    if isinstance(error, duckdb.IOException | duckdb.PermissionException):
        return f"the files are gone or were changed since they were read. Read them again. ({reason})"
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return f"needs more memory than there is. Narrow the scope and try again. ({reason})"
    if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException):
        return f"a value in the files is too large or odd to reckon with. Find and mend it. ({reason})"
    return str(error)


def _stopped(request: QueryRequest, running: _Running) -> QueryError:
    if running.timed_out:
        limit = f"{request.time_limit_seconds:g} s"
        return QueryTimedOutError(
            f"{request.query.title}: stopped after {limit}. Narrow the scope and try again."
        )
    return QueryCancelledError(f"{request.query.title}: cancelled.")

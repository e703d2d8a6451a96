"""Asks an extract that is under way to end."""

import threading
from collections.abc import Callable
from contextlib import suppress

import duckdb

from portfolio_tui.query.errors import QueryCancelledError
from portfolio_tui.query.service import OnOutliving


class Cancellation:
    """Is handed to the work that it may end.

    `cancel` returns at once and can be called from any thread, and again: an interrupt that comes just before
    a query starts is lost. `on_outliving` is told of a query that goes on nevertheless, once what that has
    written so far is removed.
    """

    def __init__(self, on_outliving: OnOutliving | None = None) -> None:
        self.on_outliving = on_outliving
        self._lock = threading.Lock()
        self._asked = False
        self._stops: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask for the end: whatever was given to `on_cancel` is called."""
        with self._lock:
            self._asked = True
            stops = tuple(self._stops)
        for stop in stops:
            with suppress(duckdb.ConnectionException):  # closed by now
                stop()

    def on_cancel(self, stop: Callable[[], None]) -> None:
        """Have `stop` called when the end is asked for: at once where it was already."""
        with self._lock:
            self._stops.append(stop)
            asked = self._asked
        if asked:
            stop()

    def check(self) -> None:
        """Raise QueryCancelledError where the end was asked for."""
        if self._asked:
            raise QueryCancelledError("The extract was cancelled; nothing was written.")

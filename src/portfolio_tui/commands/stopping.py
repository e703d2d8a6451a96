"""Work that can be stopped: by Ctrl+C, by a signal, or because nobody reads its output any more.

The work runs in a thread of its own, for signals reach the main thread only, and only between two of its
steps: a query that ran there would have to end first. A query that does not stop ends with the process.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from portfolio_tui.commands.exit_status import DONE, INTERRUPTED, WRONG_INPUT
from portfolio_tui.commands.narration import note
from portfolio_tui.commands.output import nobody_reads

if TYPE_CHECKING:
    from portfolio_tui.extract.cancellation import Cancellation
    from portfolio_tui.query.errors import QueryError

Answer = TypeVar("Answer")

_LOOK_EVERY_SECONDS = 0.1
_STOP_EVERY_SECONDS = 0.02
_ENDING_SIGNALS = ("SIGTERM", "SIGHUP")


def run_stoppable(work: "Callable[[Cancellation], Answer]", *, writes_stdout: bool = True) -> Answer:
    """Return what `work` returns, run in another thread; raises what it raises.

    Raises KeyboardInterrupt when a signal ended it, BrokenPipeError when nobody reads stdout any more that
    the work writes to; the work has ended by then.
    """
    from portfolio_tui.extract.cancellation import Cancellation

    cancellation = Cancellation(_end_process)
    with _signals_as_interrupts(), ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work, cancellation)
        try:
            _wait_for(future, writes_stdout=writes_stdout)
        finally:
            while not wait([future], _STOP_EVERY_SECONDS).done:
                _cancel(cancellation)
            _let_go(future)
        return future.result()


def _wait_for(future: "Future[Answer]", *, writes_stdout: bool) -> None:
    while not wait([future], _LOOK_EVERY_SECONDS).done:
        if writes_stdout and nobody_reads(sys.stdout):
            raise BrokenPipeError


def _let_go(future: "Future[Answer]") -> None:
    """Free what the failed work held, which its error would hold on to: the engine ends with the work."""
    error = future.exception()
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__


def _cancel(cancellation: "Cancellation") -> None:
    """Ask for the end once more: an interrupt that comes just before a query starts is lost."""
    import duckdb

    with suppress(duckdb.ConnectionException):  # closed in this moment
        cancellation.cancel()


def _end_process(error: "QueryError") -> None:
    """End the process, and with it a query that goes on though it was told to stop."""
    from portfolio_tui.query.errors import QueryTimedOutError

    status = WRONG_INPUT if isinstance(error, QueryTimedOutError) else INTERRUPTED
    try:
        if nobody_reads(sys.stdout):
            status = DONE
        else:
            note(f"portfolio-tui: {error if status == WRONG_INPUT else 'interrupted'}")
    finally:
        os._exit(status)


@contextmanager
def _signals_as_interrupts() -> Iterator[None]:
    """Let the signals that end a program end the work first, as Ctrl+C does."""
    numbers = [getattr(signal, name) for name in _ENDING_SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

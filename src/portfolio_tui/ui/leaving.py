"""Ends the dashboard in order when its process is told to end, or its terminal is gone."""

import asyncio
import os
import signal
import sys
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio_tui.ui.app import PortfolioApp

_LOOK_EVERY_SECONDS = 3.0
_HANG_UP = 1
"""The number of SIGHUP, which not every system has."""


class Leaving:
    """Has the app leave on signals, its terminal as it was, and when nobody can see it any more."""

    def __init__(self, app: "PortfolioApp") -> None:
        self._app = app
        self._told_to_end: int | None = None

    def on_signals(self) -> None:
        """Leave in order when a signal says so; for the main thread.

        Before the app runs this covers the start; the running app asks for it again.
        """
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # not every system has them all
            if number is None:
                continue
            try:
                asyncio.get_running_loop().add_signal_handler(number, self._leave, number)
            except (RuntimeError, NotImplementedError):
                signal.signal(number, self._leave)

    def without_terminal(self) -> None:
        """Leave once the terminal is gone without a signal, as with a connection that was cut."""
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            stdin = sys.__stdin__.fileno()
            self._app.set_interval(_LOOK_EVERY_SECONDS, partial(self._look_for_terminal, stdin))

    def if_told_before(self) -> None:
        """Leave where a signal came before the app could be ended."""
        if self._told_to_end is not None:
            self._leave(self._told_to_end)

    def _leave(self, number: int, _frame: FrameType | None = None) -> None:
        self._told_to_end = number
        if self._app.files.is_started:  # before that, Textual cannot yet be ended in order
            self._app.exit(return_code=128 + number)

    def _look_for_terminal(self, stdin: int) -> None:
        try:
            os.get_terminal_size(stdin)
        except OSError:
            self._leave(_HANG_UP)

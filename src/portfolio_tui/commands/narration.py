"""What a command says about its work, on stderr: notes, and progress where stderr is a terminal."""

import sys
import time
from typing import Self

from portfolio_tui.terminal_text import shown

_SECONDS_BETWEEN = 0.1
_CLEAR = "\r\x1b[K"


def note(text: str) -> None:
    """Say `text`, which may quote data, on a line of its own."""
    print(shown(text), file=sys.stderr)


class Progress:
    """Counts rows on one line that is drawn over, where somebody sees it and it is not in the way."""

    def __init__(self, *, stdout_is_data: bool = True) -> None:
        self._started = time.monotonic()
        self._last = self._started
        on_terminal = sys.stderr is not None and sys.stderr.isatty()
        is_in_the_way = stdout_is_data and sys.stdout is not None and sys.stdout.isatty()
        self._draws = on_terminal and not is_in_the_way

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._draws:
            print(_CLEAR, end="", file=sys.stderr, flush=True)

    def on_rows(self, rows: int) -> None:
        """Take note of how many rows were written so far."""
        self._draw(f"{rows:,} rows")

    def on_extract(self, rows: int | None, size: int) -> None:
        """Take note of how many rows, where that is known, and bytes were written so far."""
        counted = "" if rows is None else f"{rows:,} rows, "
        self._draw(f"{counted}{size / 1_000_000:,.1f} MB")

    def on_text(self, text: str) -> None:
        """Take note of how far the work has come, in words that may quote data."""
        self._draw(shown(text))

    def tell(self, rows: int) -> None:
        """Say how many rows there were and how long it took."""
        seconds = time.monotonic() - self._started
        counted = "1 row" if rows == 1 else f"{rows:,} rows"
        note(f"{counted} in {seconds:.1f} s")

    def _draw(self, text: str) -> None:
        now = time.monotonic()
        if self._draws and now - self._last >= _SECONDS_BETWEEN:
            self._last = now
            print(f"{_CLEAR}{text}", end="", file=sys.stderr, flush=True)

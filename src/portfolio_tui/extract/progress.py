"""Tells how far the writing of an extract has come."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

from portfolio_tui.extract.provenance_files import parts_of

OnProgress = Callable[[int | None, int], None]
"""Is told, some times a second and from another thread, how many rows (None where the engine does not say)
and bytes were written so far."""

_SECONDS_BETWEEN_REPORTS = 0.1


def nobody(_rows: int | None, _bytes: int) -> None:
    """Take no notice of progress."""


class Reporter:
    """Tells some times a second how far the writing has come."""

    def __init__(self, written: Path, on_progress: OnProgress) -> None:
        self._written = written
        self._on_progress = on_progress
        self._rows: int | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._report, name="extract-progress", daemon=True)

    def on_rows(self, rows: int) -> None:
        """Take note of how many rows were written so far."""
        self._rows = rows

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _report(self) -> None:
        while not self._done.wait(_SECONDS_BETWEEN_REPORTS):
            self._on_progress(self._rows, size_of(self._written))


def size_of(path: Path) -> int:
    """Return how many bytes the file at `path`, or those within the folder, have by now."""
    try:
        return sum(part.stat().st_size for part in parts_of(path))
    except OSError:  # not there yet
        return 0

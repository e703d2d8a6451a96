"""Runs the SQL that merges figures, in bounded memory, and ends it when it is asked to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from portfolio_tui.errors import UserError

MEMORY_LIMIT = "1GB"

_LOOK_EVERY_SECONDS = 0.1
_STOP_EVERY_SECONDS = 0.02
_SQL = Path(__file__).parent


class MergeEngine:
    """A database of its own, which sets aside in `scratch` what does not fit its memory.

    `check` is called several times a second while a statement runs; what it raises ends the statement.
    """

    def __init__(self, scratch: Path, check: Callable[[], None]) -> None:
        self.scratch = scratch
        self._check = check
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="merging")
        self._connection = duckdb.connect(
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(scratch / "spill"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        self._connection.close()

    def run(self, name: str, /, **parts: str) -> None:
        """Run the statement in the file NAME.sql, each {part} replaced by its SQL; raises UserError."""
        self.rows_of(_statement(name, parts))

    def count(self, name: str, /, **parts: str) -> int:
        """Return the one number that the statement in NAME.sql gives."""
        return int(self.rows(name, **parts)[0][0])

    def rows(self, name: str, /, **parts: str) -> list[tuple[Any, ...]]:
        """Return every row that the statement in NAME.sql gives."""
        return self.rows_of(_statement(name, parts))

    def rows_of(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row that `sql` gives; raises UserError when it cannot be run to its end."""
        future = self._pool.submit(self._fetch, sql)
        try:
            while not wait([future], _LOOK_EVERY_SECONDS).done:
                self._check()
        finally:
            while not wait([future], _STOP_EVERY_SECONDS).done:
                self._connection.interrupt()
        try:
            return future.result()
        except duckdb.Error as error:
            reason = str(error).split("\n", maxsplit=1)[0].rstrip(".")
            raise UserError(
                f"The figures could not be merged ({reason}). The portfolio is as it was."
            ) from error

    def _fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()


def _statement(name: str, parts: dict[str, str]) -> str:
    text = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    for part, sql in parts.items():
        text = text.replace(f"{{{part}}}", sql)
    return text

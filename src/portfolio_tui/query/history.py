"""The history of the queries that were run on a portfolio: it outlives the program and several may write it.

One JSON object a line. Nothing written is ever rewritten: when a file is full the next one is begun, and the
one before the last two is dropped, so that two dashboards at once lose nothing of each other's.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from portfolio_tui.errors import UserError
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.state_files import state_of

KEPT = 500
"""How many runs are remembered."""

LONGEST_SQL = 100_000
"""SQL with more characters is not kept; its run is."""

_STEM = "history-"


class Outcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True)
class PastRun:
    """One run of a query: what ran with which values, how it ended, how many rows came and how long it took.

    `name` is a saved query's, or empty for SQL that was written in the dashboard, which is then `sql`. The
    parameters are as text, as `value_from` reads them. `message` is the first line of what went wrong.
    """

    name: str
    sql: str
    parameters: Mapping[str, str]
    scope: Scope
    outcome: Outcome
    seconds: float
    rows: int | None = None
    truncated: bool = False
    message: str = ""

    @property
    def what(self) -> tuple[object, ...]:
        """What was run, however it ended: two runs of the same have the same."""
        return self.name, self.sql, tuple(sorted(self.parameters.items())), self.scope


@dataclass(frozen=True)
class History:
    """The runs on one portfolio, in `folder`; where that is None or cannot be written, none is kept."""

    folder: Path | None
    kept: int = field(default=KEPT)

    def runs(self) -> tuple[PastRun, ...]:
        """Return the last runs, the newest first; what cannot be read is passed over."""
        files = self._files()[-2:]
        runs = [run for path in files for line in _lines(path) if (run := _run_of(line)) is not None]
        return tuple(reversed(runs[-self.kept :]))

    def add(self, run: PastRun) -> None:
        """Remember `run`."""
        if self.folder is None:
            return
        files = self._files()
        path = files[-1] if files else self.folder / f"{_STEM}1.jsonl"
        if len(_lines(path)) >= self.kept:
            path = path.with_name(f"{_STEM}{_number(path) + 1}.jsonl")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("ab", buffering=0) as file:
                file.write(_line_of(run))  # one write: whole even when another dashboard writes too
            for old in files[:-2]:
                old.unlink(missing_ok=True)
        except OSError:
            return

    def _files(self) -> list[Path]:
        """Return the files of the history, the newest last."""
        try:
            found = [] if self.folder is None else list(self.folder.glob(f"{_STEM}*.jsonl"))
        except OSError:
            return []
        return sorted((path for path in found if _number(path)), key=_number)


def history_of(portfolio_folder: Path) -> History:
    """Return the history of the portfolio in that folder."""
    return History(state_of(portfolio_folder))


def _number(path: Path) -> int:
    digits = path.stem.removeprefix(_STEM)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0


def _lines(path: Path) -> list[bytes]:
    try:
        return [line for line in path.read_bytes().split(b"\n") if line.strip()]
    except OSError:
        return []


def _line_of(run: PastRun) -> bytes:
    """Return `run` on a line of its own, also after a line that was cut off."""
    values = {
        "name": run.name,
        "sql": run.sql if len(run.sql) <= LONGEST_SQL else "",
        "parameters": dict(run.parameters),
        "scope": run.scope.values(),
        "outcome": run.outcome.value,
        "seconds": round(run.seconds, 3),
        "rows": run.rows,
        "truncated": run.truncated,
        "message": run.message,
    }
    return b"\n" + json.dumps(values).encode() + b"\n"


def _run_of(line: bytes) -> PastRun | None:
    """Return the run that `line` tells of; None where it tells of none."""
    try:
        values: Any = json.loads(line)
        rows = values["rows"]
        run = PastRun(
            name=_text(values["name"]),
            sql=_text(values["sql"]),
            parameters={_text(name): _text(text) for name, text in values["parameters"].items()},
            scope=Scope.from_values(values["scope"]),
            outcome=Outcome(values["outcome"]),
            seconds=float(values["seconds"]),
            rows=None if rows is None else int(rows),
            truncated=bool(values["truncated"]),
            message=_text(values["message"]),
        )
    except (UserError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
    return run if run.name or run.sql else None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value

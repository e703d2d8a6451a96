"""Draws the spend lines from the flows and writes them as Parquet, file by file."""

import math
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from portfolio_tui.portfolio.demo.calendar import AS_OF, HISTORY_STARTS_ON
from portfolio_tui.portfolio.demo.line_inputs import LineInputs, fill_tables

LINES_PER_FILE = 500_000
"""About how many lines a file of `spend/` holds; a file ends with a state's quarter."""

_HERE = Path(__file__).parent
_LINES_PER_REPEAT = 500
_WRITERS = 2
_MEMORY_LIMIT = "400MB"
_PARQUET = "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 12000"
"""A dictionary of more values takes longer to make and saves nothing."""


@dataclass(frozen=True)
class _File:
    """One file to write: where, with which values for the query, and how many lines it gets."""

    path: Path
    values: Mapping[str, Any]
    lines: int


def write_lines(
    folder: Path, inputs: LineInputs, *, lines: int, seed: int, on_progress: Callable[[int, int], None]
) -> None:
    """Write exactly `lines` spend lines into `folder/spend`, sorted by state and day.

    `on_progress(lines written, lines)` is called several times a second. Raises duckdb.Error when a file
    cannot be written.
    """
    (folder / "spend").mkdir()
    spilled = folder / "spilled"
    configuration: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": _MEMORY_LIMIT,
        "temp_directory": str(spilled),
    }
    with duckdb.connect(config=configuration) as connection:
        # Its own bar would go to stdout; cursors inherit both settings.
        connection.execute("SET enable_progress_bar = false")
        # The joins look rows up from the right; swapping sides would lose the order of the lines.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        fill_tables(connection, inputs)
        planted = sum(flow.fixed_lines for flow in inputs.buying.flows)
        repeats = (lines - planted) // _LINES_PER_REPEAT
        files = _files(connection, folder / "spend", lines - planted - repeats, repeats)
        drawing = {"seed": seed, "typical_cents": _typical_cents(lines)}
        _write_files(connection, files, drawing, on_progress)
    shutil.rmtree(spilled, ignore_errors=True)


def _typical_cents(lines: int) -> int:
    """Return the middle line's value in cents: smaller as lines grow, so that totals stay believable."""
    return round(1_300_000 * math.pow(150_000 / lines, 0.6))


def _files(connection: duckdb.DuckDBPyConnection, folder: Path, lines: int, repeats: int) -> list[_File]:
    """Spread the lines over cells, and the cells over files."""
    spread = {"lines": lines, "repeats": repeats, "as_of": AS_OF}
    extents = {"lines_per_file": LINES_PER_FILE, "history_starts_on": HISTORY_STARTS_ON}
    connection.execute(_text("cells.sql"), {**spread, **extents})
    counts = connection.execute(
        "SELECT file_number, CAST(sum(row_count) AS BIGINT) FROM cells GROUP BY ALL ORDER BY file_number"
    ).fetchall()
    files: list[_File] = []
    before = 0
    for file_number, count in counts:
        values = {**spread, "file_number": file_number, "lines_before": before}
        files.append(_File(folder / f"part-{len(files):04d}.parquet", values, count))
        before += count
    return files


def _write_files(
    connection: duckdb.DuckDBPyConnection,
    files: list[_File],
    drawing: Mapping[str, int],
    on_progress: Callable[[int, int], None],
) -> None:
    """Write the files two at a time, each by one thread alone, so that its bytes never depend on timing."""
    query = _text("lines.sql")
    cursors = [connection.cursor() for _ in files]
    total = sum(file.lines for file in files)
    with ThreadPoolExecutor(max_workers=_WRITERS) as workers:
        running: dict[Future[None], _File] = {
            workers.submit(_write_file, cursor, query, file, drawing): file
            for cursor, file in zip(cursors, files, strict=True)
        }
        try:
            _follow(running, total, on_progress)
        finally:
            workers.shutdown(wait=False, cancel_futures=True)
            while any(future.running() for future in running):
                for cursor in cursors:
                    cursor.interrupt()
                wait(running, timeout=0.05)


def _follow(
    running: Mapping[Future[None], _File], total: int, on_progress: Callable[[int, int], None]
) -> None:
    """Report progress until every file is written; raises what a writer raised."""
    waiting = set(running)
    written = 0
    while waiting:
        on_progress(written, total)
        done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
            written += running[future].lines
    on_progress(written, total)


def _write_file(
    cursor: duckdb.DuckDBPyConnection, query: str, file: _File, drawing: Mapping[str, int]
) -> None:
    target = str(file.path).replace("'", "''")
    cursor.execute(f"COPY ({query}) TO '{target}' ({_PARQUET})", {**file.values, **drawing})


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")

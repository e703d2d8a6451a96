"""How long writing the demo takes, beside writing the very same lines plainly.

Run `python benchmarks/demo_writing.py [LINES]`. Each figure comes from a process of its own; the plain writes
read the demo's spend table and write it again, as one file, with the same compression.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from portfolio_tui.portfolio.demo import write_demo

DEFAULT_LINES = 1_000_000
KIBIBYTES = 1024


@dataclass(frozen=True)
class Figure:
    """What one run took: seconds on the clock and of the processors, the most memory in MB."""

    elapsed: float
    processor: float
    peak_memory: float


def demo(folder: Path, lines: int) -> None:
    """Write the demo."""
    write_demo(folder / "demo", lines, 1, lambda _written, _lines: None)


def plain_duckdb(folder: Path, _lines: int) -> None:
    """Write the demo's spend again with DuckDB, on all processors."""
    source, target = folder / "demo" / "spend" / "*.parquet", folder / "duckdb.parquet"
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"COPY (FROM '{source}') TO '{target}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
        )


def plain_pyarrow(folder: Path, _lines: int) -> None:
    """Write the demo's spend again with pyarrow, a row group at a time."""
    lines = ds.dataset(folder / "demo" / "spend", format="parquet")
    with pq.ParquetWriter(folder / "pyarrow.parquet", lines.schema, compression="zstd") as writer:
        for fragment in lines.get_fragments():
            for group in fragment.split_by_row_group():
                writer.write_table(group.to_table())


def measured(work: Callable[[Path, int], None], folder: Path, lines: int) -> Figure:
    """Run `work` in a new process and return what it took."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measure, (work, folder, lines))


def _measure(work: Callable[[Path, int], None], folder: Path, lines: int) -> Figure:
    start = time.perf_counter()
    work(folder, lines)
    elapsed = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    return Figure(elapsed, used.ru_utime + used.ru_stime, used.ru_maxrss / KIBIBYTES)


def main() -> None:
    """Print one line a way of writing."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_LINES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{lines:,} lines            seconds  processor  peak MB  file MB")
        for work, written in (
            (demo, "demo"),
            (plain_duckdb, "duckdb.parquet"),
            (plain_pyarrow, "pyarrow.parquet"),
        ):
            figure = measured(work, folder, lines)
            path = folder / written
            size = sum(
                file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*.parquet"))
            )
            print(
                f"{work.__name__:20} {figure.elapsed:10.1f} {figure.processor:10.1f}"
                f" {figure.peak_memory:8.0f} {size / 1e6:8.1f}"
            )


if __name__ == "__main__":
    main()

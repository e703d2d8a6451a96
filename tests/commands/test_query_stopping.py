"""How `query` and `sql` are stopped: a reader that goes or stops, Ctrl+C, SIGTERM; nothing is left behind."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.query_folder import write_odd_portfolio

pytestmark = pytest.mark.thorough

ENDLESS_ROWS = "SELECT i, 'a text that fills pipes' AS t FROM range(1000000000000) AS r(i)"
ENDLESS_WORK = "SELECT count(*) FROM range(1000000000) AS a, range(1000000) AS b"
UNSTOPPABLE_WORK = (
    "SELECT list_sum(list_transform(range(1000000), lambda i: length(regexp_extract(t, '(b|c)+q' || i)))) "
    "FROM (SELECT replace(repeat('a', 100000), 'a', repeat('b', 30)) AS t)"
)
"""One call that the engine does not look up from, for an hour or more."""
SECONDS = 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the portfolio once."""
    return write_odd_portfolio(tmp_path_factory.mktemp("stopping") / "odd")


@contextmanager
def started(folder: Path, temporary: Path, sql: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start `sql`, with `temporary` for its temporary files, and see to it that it ends."""
    command = [sys.executable, "-m", "portfolio_tui", "sql", sql, "--portfolio", str(folder), *options]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Wait for the end and return the status and what was said on stderr."""
    assert process.stderr is not None
    return process.wait(SECONDS), process.stderr.read().decode()


@pytest.mark.parametrize("format_name", ["table", "csv", "jsonl", "arrow"])
def test_a_reader_that_has_enough_ends_it_quietly(folder: Path, tmp_path: Path, format_name: str) -> None:
    with started(folder, tmp_path, ENDLESS_ROWS, "--format", format_name) as process:
        assert process.stdout is not None
        assert process.stdout.read(1000)
        process.stdout.close()
        assert ended(process) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_is_gone_ends_work_that_has_no_row_yet(folder: Path, tmp_path: Path) -> None:
    with started(folder, tmp_path, ENDLESS_WORK) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert ended(process) == (0, "")


def test_a_spreadsheet_that_nobody_reads_ends_quietly(folder: Path, tmp_path: Path) -> None:
    with started(folder, tmp_path, "SELECT 1 AS one", "--format", "xlsx") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert ended(process) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_though_nobody_reads(folder: Path, tmp_path: Path, number: signal.Signals) -> None:
    with started(folder, tmp_path, ENDLESS_ROWS, "--format", "csv") as process:
        assert process.stdout is not None
        assert process.stdout.read(1)  # rows have come; the pipe is full soon and stays so
        process.send_signal(number)
        assert ended(process) == (130, "portfolio-tui: interrupted\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_signal_leaves_no_part_of_a_file(folder: Path, tmp_path: Path, suffix: str) -> None:
    temporary, results = tmp_path / "temporary", tmp_path / "results"
    temporary.mkdir()
    results.mkdir()
    target = results / f"rows.{suffix}"
    with started(folder, temporary, ENDLESS_ROWS, "-o", str(target)) as process:
        while not any(results.iterdir()) and process.poll() is None:
            pass
        process.send_signal(signal.SIGTERM)
        assert ended(process) == (130, "portfolio-tui: interrupted\n")
    assert list(results.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_parquet_on_its_way_to_stdout_leaves_no_private_file(folder: Path, tmp_path: Path) -> None:
    with started(folder, tmp_path, ENDLESS_ROWS, "--format", "parquet") as process:
        while not any(tmp_path.glob("portfolio-tui-*/.*")) and process.poll() is None:
            pass
        process.send_signal(signal.SIGINT)
        assert ended(process) == (130, "portfolio-tui: interrupted\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [(), ("--format", "xlsx"), ("-o", "rows.parquet"), ("-o", "rows.csv")])
def test_what_does_not_stop_at_its_time_limit_ends_with_the_program(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    with started(folder, tmp_path, UNSTOPPABLE_WORK, "--time-limit", "0.2", *options) as process:
        said = "portfolio-tui: SQL: stopped after 0.2 s. Narrow the scope and try again.\n"
        assert ended(process) == (2, said)
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_stop_when_interrupted_ends_with_the_program(folder: Path, tmp_path: Path) -> None:
    with started(folder, tmp_path, UNSTOPPABLE_WORK, "-o", str(tmp_path / "rows.parquet")) as process:
        while not list(tmp_path.iterdir()) and process.poll() is None:
            threading.Event().wait(0.05)
        process.send_signal(signal.SIGINT)
        assert ended(process) == (130, "portfolio-tui: interrupted\n")
    assert list(tmp_path.iterdir()) == []

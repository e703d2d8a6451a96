"""The command `demo`: quiet on stdout, a bar only on a terminal, clear errors and exit statuses."""

import io
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from portfolio_tui.cli import main
from portfolio_tui.portfolio import demo

pytestmark = pytest.mark.thorough

LIMITED = """
import resource, sys
from portfolio_tui.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(main(["demo", sys.argv[1], "--lines", "2000"]))
"""


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_it_writes_a_portfolio_and_narrates_on_stderr_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", str(tmp_path / "demo"), "--lines", "1000", "--seed", "3"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"Wrote {tmp_path / 'demo'}: 1,000 spend lines, seed 3, all made up.\n"
    assert (tmp_path / "demo" / "portfolio.toml").is_file()


def test_a_terminal_shows_a_bar_and_clears_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["demo", str(tmp_path / "demo"), "--lines", "1000"]) == 0
    shown = terminal.getvalue()
    assert f"\r{'·' * 40}   0 %  0 of 1,000 lines" in shown
    assert f"\r{'█' * 40} 100 %  1,000 of 1,000 lines" in shown
    assert shown.rpartition("\r\x1b[K")[2].startswith("Wrote ")


def test_a_wrong_request_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept").write_text("mine", encoding="utf-8")
    assert main(["demo", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"portfolio-tui: {tmp_path} is not empty. Name a folder that does not exist yet.\n"
    )


def interrupted_query(*_: object) -> None:
    """Run a query without end in this thread, and press Ctrl+C."""
    here = threading.main_thread().ident
    assert here is not None
    threading.Timer(0.2, signal.pthread_kill, (here, signal.SIGINT)).start()
    duckdb.connect(config={"threads": 1}).execute("SELECT count(*) FROM range(1000000000), range(1000000000)")


@pytest.fixture
def ctrl_c_interrupts() -> Iterator[None]:
    """Have SIGINT interrupt, which a test run started in the background ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_interrupts")
def test_ctrl_c_during_a_query_is_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "write_demo", interrupted_query)
    assert main(["demo", str(tmp_path / "demo")]) == 130
    assert capsys.readouterr().err == "portfolio-tui: interrupted\n"


def test_another_runtime_error_is_not_taken_for_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a mistake of the program")

    monkeypatch.setattr(demo, "write_demo", fail)
    with pytest.raises(RuntimeError, match="a mistake of the program"):
        main(["demo", str(tmp_path / "demo")])


def test_a_file_that_cannot_be_written_whole_is_a_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "demo")],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 2
    assert run.stderr.startswith(f"portfolio-tui: {tmp_path / 'demo'} could not be written: ")
    assert run.stderr.endswith("Free some space, or name another folder.\n")
    assert "Traceback" not in run.stderr
    assert list(tmp_path.iterdir()) == []

"""How the program ends where something around it is missing or full: a sentence, never a traceback."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio_tui.cli import main
from tests.ui.portfolio_fixture import write_small_portfolio


class FullDisk(io.StringIO):
    """An output that takes nothing; it counts as the file of `descriptor`."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def write(self, _text: str) -> int:
        """Refuse."""
        raise OSError(errno.ENOSPC, "No space left on device")

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._descriptor


@pytest.mark.parametrize("stderr_too", [False, True])
def test_the_dashboard_without_a_terminal_says_so_and_ends(tmp_path: Path, *, stderr_too: bool) -> None:
    command = [sys.executable, "-m", "portfolio_tui", str(write_small_portfolio(tmp_path / "small"))]
    if stderr_too:  # closed for good, as some services start a program
        command = ["sh", "-c", 'exec "$@" <&- 2>&-', "sh", *command]
    ended = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    said = ended.stdout if stderr_too else ended.stderr
    assert said.startswith("portfolio-tui: The dashboard needs a terminal")
    assert "\x1b" not in ended.stdout + ended.stderr


def test_a_full_disk_behind_the_output_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_small_portfolio(tmp_path / "small")
    descriptor = os.open(tmp_path / "output", os.O_WRONLY | os.O_CREAT)
    monkeypatch.setattr(sys, "stdout", FullDisk(descriptor))
    assert main(["info", str(folder)]) == 2
    os.close(descriptor)
    assert capsys.readouterr().err == (
        "portfolio-tui: The output cannot be read or written (No space left on device).\n"
    )


def test_what_an_error_quotes_reaches_no_terminal_as_control_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["info", "no\x1b]0;pwned\x07such\u202e"]) == 2
    assert capsys.readouterr().err == (
        "portfolio-tui: no␛]0;pwned␇such� cannot be opened as a portfolio:\n"
        "  error: not a portfolio. Expected a folder, found nothing.\n"
    )

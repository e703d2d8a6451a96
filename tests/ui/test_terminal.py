"""The dashboard in a real terminal: it starts, and leaves the terminal as it was, however it ends."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.ui.portfolio_fixture import write_small_portfolio

SECONDS = 60
"""Far more than starting or ending takes on a busy machine."""
ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|.)")
UNSTOPPABLE = (
    "SELECT list_sum(list_transform(range(1000000), lambda i: length(regexp_extract(t, '(b|c)+q' || i)))) "
    "FROM (SELECT replace(repeat('a', 100000), 'a', repeat('b', 30)) AS t)"
)
"""One call that the engine does not look up from, for an hour or more."""
OTHER_SCREEN, FIRST_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, folder: Path, state_folder: Path) -> None:
        self.main, self.side = pty.openpty()
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.mode = termios.tcgetattr(self.side)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portfolio_tui", "dashboard", str(folder)],
            stdin=self.side,
            stdout=self.side,
            stderr=self.side,
            env={**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(state_folder)},
            start_new_session=True,
        )
        self.output = b""

    def read_until(self, wanted: bytes) -> None:
        """Read until the program has written `wanted`, in whatever colours."""
        started = time.monotonic()
        while wanted not in ESCAPES.sub(b"", self.output):
            assert self.process.poll() is None, self.output.decode()
            assert time.monotonic() - started < SECONDS, self.output.decode()
            if select.select([self.main], [], [], 0.1)[0]:
                self.output += os.read(self.main, 1 << 16)

    def read_to_the_end(self) -> int:
        """Read until the program has ended and return its exit status."""
        while self.process.poll() is None:
            if select.select([self.main], [], [], 0.05)[0]:
                self.output += os.read(self.main, 1 << 16)
        while select.select([self.main], [], [], 0)[0]:
            self.output += os.read(self.main, 1 << 16)
        return self.process.returncode

    def close(self) -> None:
        """End the program if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.main)
        os.close(self.side)


@pytest.mark.parametrize(
    ("ending", "status"), [("key", 0), (signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_the_terminal_is_left_as_it_was(ending: str | int, status: int, tmp_path: Path) -> None:
    terminal = Terminal(write_small_portfolio(tmp_path / "small"), tmp_path / "state")
    try:
        terminal.read_until(b"Overview")
        if isinstance(ending, int):
            terminal.process.send_signal(ending)
        else:
            os.write(terminal.main, b"\x11")
        assert terminal.read_to_the_end() == status
        assert OTHER_SCREEN in terminal.output
        assert terminal.output.rindex(FIRST_SCREEN) > terminal.output.rindex(OTHER_SCREEN)
        said_afterwards = ESCAPES.sub(b"", terminal.output.rpartition(FIRST_SCREEN)[2])
        assert said_afterwards.strip() == b""
        assert termios.tcgetattr(terminal.side) == terminal.mode
    finally:
        terminal.close()


@pytest.mark.thorough
def test_a_query_that_does_not_stop_ends_with_the_process_and_another_tells_why(tmp_path: Path) -> None:
    terminal = Terminal(write_small_portfolio(tmp_path / "small"), tmp_path / "state")
    try:
        terminal.read_until(b"NASPO ValuePoint")
        os.write(terminal.main, b"4")
        terminal.read_until(b"Write SQL")
        os.write(terminal.main, b"\r")
        terminal.read_until(b"Save")
        os.write(terminal.main, UNSTOPPABLE.encode() + b"\x12")
        terminal.read_until("Running … 1 s".encode())
        os.write(terminal.main, b"\x1b")
        terminal.read_until(b"would not stop")
        os.write(terminal.main, b"\x11")
        assert terminal.read_to_the_end() == 0
        assert termios.tcgetattr(terminal.side) == terminal.mode
    finally:
        terminal.close()

"""The dashboard as a command: it needs a terminal and says so."""

import subprocess
import sys


def test_without_a_terminal_it_says_what_to_do_instead_of_waiting_for_keys() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "portfolio_tui", "nosuchfolder"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("portfolio-tui: the dashboard needs a terminal to draw in.")

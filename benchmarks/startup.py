"""How long the dashboard takes to start and to follow a change of scope, seen from a terminal.

    .venv/bin/python benchmarks/startup.py [PORTFOLIO] [--runs N]

Starts the dashboard in a pseudo-terminal of 120×40 and watches what it writes: the frame, the first figure,
the last output before it falls still. Then it clears a scope, and presses a key while figures are being made.
Beside that it times the Overview's SQL in DuckDB alone, without the dashboard.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION
from portfolio_tui.measures.portfolio_rows import ALLIANCE_TOTALS, PORTFOLIO_TOTALS, SPEND_BY_ALLIANCE_MONTH
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope

COLUMNS, LINES = 120, 40
STILL_SECONDS = 1.0
"""No output for that long: everything is drawn. While something loads, its seconds are counted on screen."""
GIVE_UP_SECONDS = 120.0
OVERVIEW = (PORTFOLIO_TOTALS, ALLIANCE_TOTALS, SPEND_BY_ALLIANCE_MONTH, CONTRACT_UTILIZATION)
ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=]*[ -/]*[@-~]|[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|.)")
FIGURE = re.compile(r"\$\d")
HELP = re.compile("Keys on this screen")


class Terminal:
    """A program in a pseudo-terminal, with everything that it has written since the last key."""

    def __init__(self, command: Sequence[str], state_folder: Path) -> None:
        self.started = time.perf_counter()
        self._main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "XDG_STATE_HOME": str(state_folder),
        }
        self.process = subprocess.Popen(
            command, stdin=side, stdout=side, stderr=side, env=environment, start_new_session=True
        )
        os.close(side)
        self._output = b""
        self._last_output = self.started

    def press(self, keys: str) -> None:
        """Send `keys` and count time and output from here."""
        self._output = b""
        self.started = self._last_output = time.perf_counter()
        os.write(self._main, keys.encode())

    def seconds_until(self, wanted: re.Pattern[str]) -> float:
        """Return when `wanted` was on its way to the screen, in seconds since the start or the last key."""
        while not wanted.search(self.text()):
            if not self._read(GIVE_UP_SECONDS):
                raise SystemExit(f"waited in vain for {wanted.pattern!r}; the end was {self.text()[-500:]!r}")
        return self._last_output - self.started

    def seconds_until_still(self) -> float:
        """Return when the last output came, in seconds since the start or the last key."""
        while self._read(STILL_SECONDS):
            pass
        return self._last_output - self.started

    def text(self) -> str:
        """Return the output without what positions and colors it."""
        return ESCAPES.sub(b"", self._output).decode("utf-8", "replace")

    def close(self) -> float:
        """Quit, and return how long that took."""
        self.press("\x11")
        while self.process.poll() is None and self._read(GIVE_UP_SECONDS):
            pass
        self.process.wait(GIVE_UP_SECONDS)
        os.close(self._main)
        return time.perf_counter() - self.started

    def kill(self) -> None:
        """End the program whatever it does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    def _read(self, timeout: float) -> bool:
        if not select.select([self._main], [], [], timeout)[0]:
            return False
        try:
            self._output += os.read(self._main, 1 << 16)
        except OSError:  # the program has ended
            return False
        self._last_output = time.perf_counter()
        return True


def start_times(portfolio: Path) -> dict[str, float]:
    """Start the dashboard on the whole portfolio and quit; return the seconds of each step."""
    with dashboard(portfolio) as terminal:
        return {
            "first frame": terminal.seconds_until(re.compile("Overview")),
            "first figure": terminal.seconds_until(FIGURE),
            "all figures": terminal.seconds_until_still(),
            "quit": terminal.close(),
        }


def scope_times(portfolio: Path, fiscal_year: int) -> dict[str, float]:
    """Start the dashboard on a fiscal year, clear that, bring it back; return the seconds of each step."""
    whole, year = re.compile("all dates"), re.compile(f"FY{fiscal_year}")
    with dashboard(portfolio, "--fiscal-year", str(fiscal_year)) as terminal:
        terminal.seconds_until_still()
        terminal.press("F")
        times = {
            "sentence": terminal.seconds_until(whole),
            "first figure": terminal.seconds_until(FIGURE),
            "all figures": terminal.seconds_until_still(),
        }
        terminal.press("F")
        terminal.seconds_until(year)
        terminal.press("?")
        times["help, asked for while figures load"] = terminal.seconds_until(HELP)
        terminal.press("\x1b")
        terminal.seconds_until_still()
        terminal.press("F")
        terminal.seconds_until(whole)
        times["quit while figures load"] = terminal.close()
    return times


@contextmanager
def dashboard(portfolio: Path, *options: str) -> Iterator[Terminal]:
    """Run the dashboard in a terminal, remembering nothing; it is ended at the latest on leaving."""
    command = [sys.executable, "-m", "portfolio_tui", "dashboard", str(portfolio), *options]
    with tempfile.TemporaryDirectory() as state_folder:
        terminal = Terminal(command, Path(state_folder))
        try:
            yield terminal
        finally:
            terminal.kill()


def bare_times(portfolio: Path) -> dict[str, float]:
    """Run the Overview's SQL one after another in DuckDB alone; return the seconds of each."""
    times = {}
    started = time.perf_counter()
    engine = open_engine(open_portfolio(portfolio))
    times["opening"] = time.perf_counter() - started
    for measure in OVERVIEW:
        cursor = engine.cursor(Scope())
        started = time.perf_counter()
        cursor.sql(measure.query.sql).fetchall()
        times[measure.name] = time.perf_counter() - started
        cursor.close()
    engine.close()
    return times


def print_medians(title: str, runs: Sequence[dict[str, float]]) -> None:
    """Print the median of each step over all runs, with the least and the most."""
    print(f"\n{title}")
    for step in runs[0]:
        seconds = sorted(run[step] for run in runs)
        print(f"  {step:34} {statistics.median(seconds):7.2f} s   ({seconds[0]:.2f} – {seconds[-1]:.2f})")


def main() -> None:
    """Print the medians of several runs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("portfolio", nargs="?", type=Path, default=bundled_demo())
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--fiscal-year", type=int, default=2025)
    arguments = parser.parse_args()
    rows = sum(table.row_count for table in open_portfolio(arguments.portfolio).tables.values())
    print(f"{arguments.portfolio}: {rows:,} rows, {os.cpu_count()} cores, median of {arguments.runs} runs")
    runs = range(arguments.runs)
    print_medians("The dashboard from a new process", [start_times(arguments.portfolio) for _ in runs])
    cleared = [scope_times(arguments.portfolio, arguments.fiscal_year) for _ in runs]
    print_medians(f"The scope FY{arguments.fiscal_year} cleared", cleared)
    print_medians("The Overview's SQL in DuckDB alone", [bare_times(arguments.portfolio) for _ in runs])


if __name__ == "__main__":
    main()

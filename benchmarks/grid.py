"""How quick the grid of a result is with a million rows, seen from a terminal.

    .venv/bin/python benchmarks/grid.py [--rows N] [--runs N]

Makes rows of eleven columns, shows them in the dashboard's grid in a pseudo-terminal of 120×40, and times
what a user waits for, from the key to the last of what it changes on screen. Beside that it times the same
sorts and searches in pyarrow alone.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from startup import Terminal, print_medians
from textual.app import App, ComposeResult
from textual.widgets import Static

from portfolio_tui.ui.rows_view import RowsView
from portfolio_tui.ui.theme import install_themes
from portfolio_tui.ui.widgets.grid_rows import GridRows, grid_rows

ROWS_SQL = """
SELECT
    'L' || lpad(i::VARCHAR, 9, '0') AS spend_id,
    ((hash(i) % 99_999_999) / 100)::DECIMAL(18, 2) AS amount,
    'Vendor ' || hash(i + 1) % 5_003 AS vendor,
    DATE '2016-01-01' + (hash(i + 2) % 3_800)::INTEGER AS spent_on,
    2016 + (hash(i + 2) % 11)::INTEGER AS fiscal_year,
    random() AS share,
    CASE WHEN i % 3 = 0 THEN NULL ELSE 'Tires, tubes and services, lot ' || i END AS description,
    hash(i + 3) % 2 = 0 AS is_on_contract,
    chr(65 + (hash(i + 4) % 26)::INTEGER) || chr(65 + (hash(i + 5) % 26)::INTEGER) AS state,
    (hash(i + 6) % 1_000)::INTEGER AS quantity,
    'PO-' || hash(i + 7) AS po_number
FROM range({rows}) AS numbers(i)
"""
END, HOME, PAGE_DOWN, DOWN, RIGHT = "\x1b[F", "\x1b[H", "\x1b[6~", "\x1b[B", "\x1b[C"
CLEAR_FIELD = "\x15"
AMOUNT, VENDOR, DESCRIPTION = "amount", "vendor", "description"


class GridApp(App[None]):
    """Shows the rows of an Arrow file once `o` is pressed."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("o", "open", "Open")]  # noqa: RUF012

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._table = pa.ipc.open_file(file).read_all()

    def compose(self) -> ComposeResult:
        """Lay out a line that says that all is ready."""
        yield Static("ready")

    def on_mount(self) -> None:
        """Look as the dashboard does."""
        install_themes(self)

    def action_open(self) -> None:
        """Make the rows ready and show them, as the dashboard does."""
        self.run_worker(self._make_ready, thread=True)

    def _make_ready(self) -> None:
        self.call_from_thread(self._show, grid_rows(self._table))

    def _show(self, rows: GridRows) -> None:
        view = RowsView(rows)
        self.mount(view)
        view.grid.focus()


def grid_times(file: Path, row_count: int) -> dict[str, float]:
    """Show the rows of `file` and press keys; return the seconds of each step."""
    command = [sys.executable, __file__, "--show", str(file)]
    with tempfile.TemporaryDirectory() as state_folder:
        terminal = Terminal(command, Path(state_folder))
        try:
            terminal.seconds_until(re.compile("ready"))
            return _times_in(terminal, row_count)
        finally:
            terminal.kill()


def _times_in(terminal: Terminal, row_count: int) -> dict[str, float]:
    def timed(keys: str, wanted: str) -> float:
        time.sleep(0.2)  # let what the last key set going come to its end
        terminal.press(keys)
        return terminal.seconds_until(re.compile(wanted))

    last = f"{row_count:,}"
    times = {
        "first row": timed("o", f"Row 1 of {last}"),
        "jump to the end": timed(END, f"Row {last} of"),
        "jump back": timed(HOME, "Row 1 of"),
        "a row down": timed(DOWN, "Row 2 of"),
        "a page down": timed(PAGE_DOWN, r"Row \d\d of"),
        "a column to the right": timed(RIGHT, "Amount column 2"),
        "sort by amount": timed("s", "▲ Amount"),
        "the other way": timed("s", "▼ Amount"),
        "a row down while it is sorted by vendor": timed(f"{RIGHT}s{DOWN}", "Row 2 of"),
        "sort by vendor": terminal.seconds_until(re.compile("▲ Vendor")),
    }
    times["a page down, sorted"] = timed(PAGE_DOWN, r"Row \d\d of")
    timed("/", "Tab: only")
    times["search, found in one row"] = timed(f"lot {row_count - 2}", "of 1 row")
    timed(CLEAR_FIELD, "text that a cell has")
    times["search, found in many"] = timed("4999", "“4999” ")
    memory = Path(f"/proc/{terminal.process.pid}/status").read_text(encoding="utf-8")
    (peak,) = re.findall(r"VmHWM:\s+(\d+)", memory)
    print(f"  peak memory {int(peak) // 1024:,} MB")
    return times


def bare_times(table: pa.Table) -> dict[str, float]:
    """Do the same in pyarrow alone; return the seconds of each."""
    steps = {
        "sort by amount": partial(pc.sort_indices, table[AMOUNT]),
        "sort by vendor": partial(pc.sort_indices, table[VENDOR]),
        "search one text column": partial(
            pc.match_substring, table[DESCRIPTION], "lot 4999", ignore_case=True
        ),
    }
    times = {}
    for name, step in steps.items():
        started = time.perf_counter()
        step()
        times[name] = time.perf_counter() - started
    return times


def main() -> None:
    """Print the medians of several runs, or, with --show, be the program in the terminal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--show", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.show is not None:
        GridApp(arguments.show).run()
        return
    with duckdb.connect() as connection:
        table = connection.sql(ROWS_SQL.format(rows=arguments.rows)).to_arrow_table()
    print(f"{table.num_rows:,} rows, {table.num_columns} columns, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.arrow"
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        runs = [grid_times(file, arguments.rows) for _ in range(arguments.runs)]
    print_medians("The grid in a terminal", runs)
    print_medians("pyarrow alone", [bare_times(table) for _ in range(arguments.runs)])


if __name__ == "__main__":
    main()

"""What a command costs, in time and memory, beside another that does the like."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What a process took, from its start to its end."""

    seconds: float
    processor_seconds: float
    megabytes: float
    """The most memory that it held at once."""


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end and return what it took; ends the benchmark where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    error = process.stderr.read() if process.stderr is not None else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{error}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1_000)


def program(*arguments: str) -> list[str]:
    """Return the command that runs portfolio-tui with `arguments`."""
    return [sys.executable, "-m", "portfolio_tui", *arguments]


def in_turns(runs: int, folder: Path, *commands: list[str] | None) -> list[list[Cost]]:
    """Return the costs of each command over several runs, which take turns; they write into `folder`."""
    found: list[list[Cost]] = [[] for _ in commands]
    for _ in range(runs):
        for costs, command in zip(found, commands, strict=True):
            if command is not None:
                costs.append(cost_of(command))
            for path in folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
    return found


def described(costs: Sequence[Cost]) -> str:
    """Return the median times, passed and of processors, and the most memory of several runs."""
    if not costs:
        return f"{'—':>31}"
    seconds = statistics.median(cost.seconds for cost in costs)
    processor = statistics.median(cost.processor_seconds for cost in costs)
    return f"{seconds:7.2f} s {processor:7.2f} s CPU {max(cost.megabytes for cost in costs):5.0f} MB"


def print_headings() -> None:
    """Print what stands above what `print_compared` prints."""
    print(f"  {'':24} {'portfolio-tui':>31}   {'DuckDB alone':>31}   ratios")


def print_compared(name: str, mine: Sequence[Cost], plain: Sequence[Cost]) -> None:
    """Print what both took, and the ratios of the medians: of time, and of processor time."""
    ratios = ""
    if plain:
        passed = [statistics.median(cost.seconds for cost in costs) for costs in (mine, plain)]
        processor = [statistics.median(cost.processor_seconds for cost in costs) for costs in (mine, plain)]
        ratios = f"{passed[0] / passed[1]:5.2f} {processor[0] / processor[1]:5.2f}"
    print(f"  {name:24} {described(mine)}   {described(plain)}   {ratios}", flush=True)

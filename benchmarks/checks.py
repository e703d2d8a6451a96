"""How long each rule takes on a portfolio.

    .venv/bin/python benchmarks/checks.py [PORTFOLIO] [--runs N] [--rule ID]...

Opens the portfolio once, runs the rules one after another so many times, and prints the median of each one's
time, of its processor time (of all cores together, so that what else runs counts for less), and what it
found; in the end the most memory that the process took. The first run makes what rules share, so that later
ones are quicker: one run is what a user waits for. Beside them stands the time in which DuckDB alone sums one
column.
"""

import argparse
import os
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.checks.check import Check, choose_checks
from portfolio_tui.checks.run import CheckResult, run_checks
from portfolio_tui.portfolio.opening import open_portfolio
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService

TIME_LIMIT_SECONDS = 600.0


def main() -> None:
    """Print one line a rule, and the sum."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("portfolio", nargs="?", type=Path, default=bundled_demo())
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rule", dest="rules", action="append", default=[])
    arguments = parser.parse_args()
    portfolio = open_portfolio(arguments.portfolio)
    lines = portfolio.tables["spend"].row_count
    started = time.perf_counter()
    service = QueryService(open_engine(portfolio))
    print(f"{lines:,} lines, {os.cpu_count()} cores, median of {arguments.runs} runs")
    print(f"opening  {time.perf_counter() - started:7.2f} s")
    print(f"bare     {_bare_time(service):7.2f} s  the sum of all amounts, in DuckDB alone")
    checks = choose_checks(arguments.rules)
    runs = [_run(service, checks) for _ in range(arguments.runs)]
    print("rule         wall  processor")
    total = processor_total = 0.0
    for measured in zip(*runs, strict=True):
        result = measured[0].result
        seconds = statistics.median(one.result.elapsed_seconds for one in measured)
        processor = statistics.median(one.processor_seconds for one in measured)
        total += seconds
        processor_total += processor
        print(f"{result.check.id:8} {seconds:7.2f} s {processor:7.2f} s  {_found(result)}")
    print(f"all      {total:7.2f} s {processor_total:7.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory   {peak:7,} MB at most")
    service.close()


@dataclass(frozen=True)
class _Measured:
    """What a rule found, and the processor time that it took, of all threads."""

    result: CheckResult
    processor_seconds: float


def _run(service: QueryService, checks: Sequence[Check]) -> list[_Measured]:
    measured = []
    started = time.process_time()
    for result in run_checks(service, checks, Scope(), time_limit_seconds=TIME_LIMIT_SECONDS):
        ended = time.process_time()
        measured.append(_Measured(result, ended - started))
        started = ended
    return measured


def _bare_time(service: QueryService) -> float:
    cursor = service.engine.cursor(Scope())
    started = time.perf_counter()
    cursor.sql("SELECT sum(amount) FROM unscoped.spend").fetchall()
    elapsed = time.perf_counter() - started
    cursor.close()
    return elapsed


def _found(result: CheckResult) -> str:
    if result.lacking:
        return f"needs {', '.join(result.lacking)}"
    return result.problem or f"{result.count:,} findings: {result.check.title}"


if __name__ == "__main__":
    main()

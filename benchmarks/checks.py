"""How long each rule takes on a portfolio.

    .venv/bin/python benchmarks/checks.py [PORTFOLIO] [--runs N] [--rule ID]...

Opens the portfolio once, runs the rules one after another so many times, and prints the median of each one's
time and what it found. Beside them stands the time in which DuckDB alone reads one column of every line.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.checks.check import choose_checks
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
    runs = [
        list(run_checks(service, checks, Scope(), time_limit_seconds=TIME_LIMIT_SECONDS))
        for _ in range(arguments.runs)
    ]
    total = 0.0
    for results in zip(*runs, strict=True):
        seconds = statistics.median(result.elapsed_seconds for result in results)
        total += seconds
        print(f"{results[0].check.id:8} {seconds:7.2f} s  {_found(results[0])}")
    print(f"all      {total:7.2f} s")
    service.close()


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

"""What `query` and `sql` have in common: they run one query and write its rows, or explain it."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.commands.narration import Progress, note
from portfolio_tui.commands.query_options import portfolio_folder
from portfolio_tui.commands.scope_options import scope_from
from portfolio_tui.errors import UserError
from portfolio_tui.extract.writers import ON_SCREEN, PARQUET

if TYPE_CHECKING:
    from portfolio_tui.extract.cancellation import Cancellation
    from portfolio_tui.extract.extract import ExtractReport
    from portfolio_tui.extract.plan import ExtractPlan
    from portfolio_tui.portfolio.opening import Portfolio
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.query.service import QueryService

BINARY = ("parquet", "arrow", "xlsx")

REQUEST_NUMBER = 1
"""The one request that a command makes of its service."""

_BYTES_AT_ONCE = 1 << 20

Given = Mapping[str, str | Sequence[str]]
"""What was written for parameters, by name: a text, or a list of them."""


def answer(arguments: argparse.Namespace, query: "DocumentedSQL", given: Given) -> int:
    """Write the rows of `query` as the options say, or explain it, and return the exit status."""
    if arguments.explain:
        from portfolio_tui.commands.explaining import explain

        return explain(arguments, query, given)
    if arguments.output is not None:
        from portfolio_tui.commands.extracting import write_and_tell

        write_and_tell(_plan(arguments, query, given, arguments.output, _file_format(arguments)))
        return 0
    name = arguments.format or ON_SCREEN
    if name in BINARY and sys.stdout is not None and sys.stdout.isatty():
        raise UserError(
            f"{name} is no text for a terminal. Name a file with -o FILE, send it on with | or >, or choose "
            "--format table."
        )
    if name == PARQUET:
        with tempfile.TemporaryDirectory(prefix="portfolio-tui-") as private:
            return _print_parquet(_plan(arguments, query, given, Path(private) / "result.parquet", PARQUET))
    return _print(_plan(arguments, query, given, Path(ON_SCREEN), PARQUET), name)


def open_folder(folder: Path) -> "Portfolio":
    """Open the portfolio in `folder` and say on stderr what is odd about it; raises UserError."""
    from portfolio_tui.portfolio.opening import open_portfolio

    try:
        portfolio = open_portfolio(folder)
    except OSError as error:
        raise UserError(f"{folder} cannot be read ({error.strerror or error}).") from error
    for problem in portfolio.warnings:
        note(f"{problem.severity.value}: {problem}")
    return portfolio


@contextmanager
def opened(portfolio: "Portfolio", cancellation: "Cancellation") -> "Iterator[QueryService]":
    """Give a service over `portfolio` that `cancellation` stops; months are not summed for one query."""
    from portfolio_tui.query.engine import open_engine
    from portfolio_tui.query.service import QueryService

    service = QueryService(open_engine(portfolio, 0, cancellation.on_cancel), cancellation.on_outliving)
    cancellation.on_cancel(lambda: service.cancel(REQUEST_NUMBER))
    try:
        for problem in service.engine.warnings:
            note(f"{problem.severity.value}: {problem}")
        yield service
    finally:
        service.close()


def _print(plan: "ExtractPlan", format_name: str) -> int:
    """Write the rows of `plan` to stdout as they come, in a format other than Parquet."""
    from portfolio_tui.commands.output import data_output
    from portfolio_tui.commands.stopping import run_stoppable
    from portfolio_tui.extract.writers import writers

    def work(cancellation: "Cancellation") -> tuple[int, list[str]]:
        with (
            opened(plan.portfolio, cancellation) as service,
            service.running(plan.request(REQUEST_NUMBER)) as query,
        ):
            columns, left_out = plan.chosen(query.columns)
            sink = data_output(cancellation.check)
            return writers()[format_name].write(query, columns, sink, progress.on_rows), left_out

    with Progress() as progress:
        rows, left_out = run_stoppable(work)
    _tell_left_out(left_out)
    progress.tell(rows)
    return 0


def _print_parquet(plan: "ExtractPlan") -> int:
    """Write an extract into a file of its own and from there to stdout: Parquet is not written in order."""
    from portfolio_tui.commands.output import data_output
    from portfolio_tui.commands.stopping import run_stoppable
    from portfolio_tui.extract.extract import write_extract

    def work(cancellation: "Cancellation") -> "ExtractReport":
        report = write_extract(plan, progress.on_extract, cancellation)
        with report.path.open("rb") as written:
            shutil.copyfileobj(written, data_output(cancellation.check), _BYTES_AT_ONCE)
        return report

    with Progress() as progress:
        report = run_stoppable(work)
    _tell_left_out(report.left_out)
    progress.tell(report.rows)
    return 0


def _file_format(arguments: argparse.Namespace) -> str:
    """Return the format of the file to write: the one named, else the one of its suffix."""
    from portfolio_tui.extract.plan import format_of

    if arguments.format == ON_SCREEN:
        raise UserError("A table is for a terminal. Write a file as csv, xlsx or parquet.")
    return str(arguments.format or format_of(arguments.output))


def _plan(
    arguments: argparse.Namespace, query: "DocumentedSQL", given: Given, target: Path, format_name: str
) -> "ExtractPlan":
    """Return what runs and where to; of what is printed, target and format say nothing."""
    from portfolio_tui.extract.plan import ExtractPlan
    from portfolio_tui.query.parameter_values import values_from

    scope = scope_from(arguments)
    return ExtractPlan(
        parameters=values_from(query, given, scope),
        portfolio=open_folder(portfolio_folder(arguments)),
        query=query,
        target=target,
        format=format_name,
        scope=scope,
        replace=arguments.force,
        personal_columns=tuple(arguments.personal_columns),
        time_limit_seconds=arguments.time_limit,
    )


def _tell_left_out(names: Sequence[str]) -> None:
    from portfolio_tui.extract.words import told_left_out

    if names:
        note(told_left_out(names))

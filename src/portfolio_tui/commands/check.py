"""The command `check`: runs the integrity rules and tells what they found."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.commands.query_options import (
    add_parameter_option,
    add_portfolio_option,
    add_time_limit_option,
    given_values,
    portfolio_folder,
)
from portfolio_tui.commands.rows_output import format_of
from portfolio_tui.commands.scope_options import add_scope_options, scope_from
from portfolio_tui.errors import UserError
from portfolio_tui.extract.writers import ON_SCREEN, PARQUET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.checks.acknowledgements import Acknowledgements
    from portfolio_tui.checks.check import Check
    from portfolio_tui.checks.run import CheckResult, Given
    from portfolio_tui.extract.cancellation import Cancellation

NAME = "check"
SUMMARY = "Run the integrity rules; exit 1 when errors are found that nobody has acknowledged."
FORMATS = (ON_SCREEN, "csv", "json", "jsonl", PARQUET)
SEVERITIES = ("error", "warning", "info")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_portfolio_option(parser)
    parser.add_argument(
        "--rule",
        dest="rules",
        metavar="ID",
        action="append",
        default=[],
        help="run this rule alone and list its findings, as P01; may be given several times",
    )
    parser.add_argument(
        "--severity",
        dest="severities",
        choices=SEVERITIES,
        action="append",
        default=[],
        help="run the rules of this severity alone; may be given several times",
    )
    add_parameter_option(parser)
    parser.add_argument(
        "--acknowledge",
        metavar="FINDING",
        help="keep a --note in the portfolio's folder that this finding of the one rule named is in order",
    )
    parser.add_argument("--note", metavar="TEXT", help="why the finding acknowledged is in order")
    parser.add_argument(
        "--withdraw", metavar="FINDING", help="take an acknowledgement of the one rule named back"
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="a table to read, or every finding as a row (default: what the suffix of FILE says, else table)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write the findings to a file")
    parser.add_argument("--force", action="store_true", help="replace FILE where it is there already")
    add_time_limit_option(parser)
    add_scope_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found and return 1 for errors that nobody has acknowledged; raises UserError."""
    from portfolio_tui.checks.acknowledgements import read_acknowledgements
    from portfolio_tui.checks.check import Severity, choose_checks
    from portfolio_tui.commands.check_output import print_tables, tell, tell_times, write_findings

    checks = choose_checks(arguments.rules, [Severity(name) for name in arguments.severities])
    given = _given(arguments, checks)
    format_name = format_of(arguments, FORMATS)
    _refuse_half_an_acknowledgement(arguments, checks)
    folder = portfolio_folder(arguments)
    if arguments.withdraw is not None:
        return _withdraw(arguments, checks, folder)
    acknowledged = read_acknowledgements(folder)
    results = _results(arguments, checks, given)
    if arguments.acknowledge is not None:
        return _acknowledge(arguments, folder, results[0])
    if format_name == ON_SCREEN:
        print_tables(results, acknowledged, lists_findings=bool(arguments.rules))
    else:
        write_findings(results, acknowledged, format_name, arguments.output, replace=arguments.force)
        tell_times(results)
    tell(results, acknowledged)
    return _status(results, acknowledged)


def _status(results: "Sequence[CheckResult]", acknowledged: "Acknowledgements") -> int:
    """Return 1 where an error is not acknowledged, 2 where a rule came to no end, else 0."""
    errors = [result for result in results if result.check.severity == SEVERITIES[0]]
    if any(None in acknowledged.notes(result) for result in errors):
        return 1
    return 2 if any(result.problem for result in results) else 0


def _results(arguments: argparse.Namespace, checks: "Sequence[Check]", given: "Given") -> "list[CheckResult]":
    """Run the rules on an engine of their own; Ctrl+C ends the one under way and all that wait."""
    from portfolio_tui.checks.run import run_checks
    from portfolio_tui.commands.answering import open_folder
    from portfolio_tui.commands.narration import note
    from portfolio_tui.commands.stopping import run_stoppable
    from portfolio_tui.query.engine import open_engine
    from portfolio_tui.query.service import QueryService

    scope, limit = scope_from(arguments), arguments.time_limit
    portfolio = open_folder(portfolio_folder(arguments))

    def work(cancellation: "Cancellation") -> "list[CheckResult]":
        engine = open_engine(portfolio, on_connected=cancellation.on_cancel)
        service = QueryService(engine, cancellation.on_outliving)
        numbers = range(1, len(checks) + 2)

        def stop() -> None:
            for number in numbers:
                service.cancel(number)

        cancellation.on_cancel(stop)
        try:
            for problem in service.engine.warnings:
                note(f"{problem.severity.value}: {problem}")
            return list(
                run_checks(service, checks, scope, given, numbers=iter(numbers), time_limit_seconds=limit)
            )
        finally:
            service.close()

    return run_stoppable(work)


def _given(arguments: argparse.Namespace, checks: "Sequence[Check]") -> "Given":
    """Return the values written with -p, `RULE.NAME=VALUE`, by rule; raises UserError for another rule's."""
    from portfolio_tui.checks.check import all_checks
    from portfolio_tui.query.nearest import or_nearest

    given: dict[str, dict[str, str | list[str]]] = {}
    known = {check.id for check in all_checks()}
    running = {check.id for check in checks}
    for name, value in given_values(arguments.parameters).items():
        rule, dot, parameter = name.partition(".")
        if not dot:
            raise UserError(f"-p {name}: a rule's parameter is written RULE.NAME=VALUE, as C03.over=1.5.")
        if rule.upper() not in known:
            raise UserError(f"-p {name}: there is no rule {rule!r}. {or_nearest(rule, known)}")
        if rule.upper() not in running:
            raise UserError(
                f"-p {name}: {rule.upper()} does not run here; add --rule {rule.upper()}, or drop it."
            )
        given.setdefault(rule.upper(), {})[parameter] = value
    return given


def _refuse_half_an_acknowledgement(arguments: argparse.Namespace, checks: "Sequence[Check]") -> None:
    if (arguments.acknowledge is None) != (arguments.note is None):
        raise UserError("--acknowledge FINDING and --note TEXT belong together; write both.")
    if arguments.acknowledge is not None and arguments.withdraw is not None:
        raise UserError("Acknowledge a finding or take an acknowledgement back, not both at once.")
    named = arguments.acknowledge is not None or arguments.withdraw is not None
    if named and len(checks) != 1:
        raise UserError("Name the one rule that the finding is of, with --rule ID.")


def _acknowledge(arguments: argparse.Namespace, folder: Path, result: "CheckResult") -> int:
    from portfolio_tui.checks.acknowledgements import acknowledge
    from portfolio_tui.commands.narration import note

    kept = acknowledge(folder, result, arguments.acknowledge, arguments.note)
    note(f"Acknowledged {kept.finding} of {kept.rule}: {kept.note}")
    return 0


def _withdraw(arguments: argparse.Namespace, checks: "Sequence[Check]", folder: Path) -> int:
    from portfolio_tui.checks.acknowledgements import withdraw
    from portfolio_tui.commands.narration import note

    withdraw(folder, checks[0].id, arguments.withdraw)
    note(f"Took back the acknowledgement of {arguments.withdraw} of {checks[0].id}.")
    return 0

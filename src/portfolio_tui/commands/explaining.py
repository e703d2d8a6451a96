"""What `--explain` prints: what a query means, what it would run with, its SQL and the engine's plan."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from portfolio_tui.commands.answering import REQUEST_NUMBER, Given, open_folder, opened
from portfolio_tui.commands.query_options import portfolio_folder
from portfolio_tui.commands.scope_options import scope_from
from portfolio_tui.terminal_text import shown

if TYPE_CHECKING:
    from portfolio_tui.extract.cancellation import Cancellation
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.query.parameters import Parameter
    from portfolio_tui.query.scope import Scope


def explain(arguments: argparse.Namespace, query: "DocumentedSQL", given: Given) -> int:
    """Print what there is to say of `query`, which is not run, and return the exit status.

    Where values are missing it says so instead of the plan. Raises UserError when a value is wrong.
    """
    from portfolio_tui.query.scope_sentence import scope_sentence

    scope = scope_from(arguments)
    parts = [
        *_header(query),
        _part("Parameters", [_declared(parameter) for parameter in query.parameters]),
        _part("Scope", [scope_sentence(scope, {})]),
        _part("SQL", query.sql.split("\n")),
        *_plan(arguments, query, given, scope),
    ]
    lines = "\n\n".join(part for part in parts if part).split("\n")
    print("\n".join(shown(line).rstrip() for line in lines))
    return 0


def describe_parameter(parameter: "Parameter") -> str:
    """Return how `parameter` is declared: "days: integer = 180"."""
    kind = parameter.type + ("[]" if parameter.is_list else "") + ("?" if parameter.optional else "")
    default = "" if parameter.default is None else f" = {parameter.default}"
    return f"{parameter.name}: {kind}{default}"


def _header(query: "DocumentedSQL") -> Iterator[str]:
    yield "\n".join([f"{query.name}: {query.title}", query.header.get("description", "")]).strip()
    for key, text in query.header.items():
        if key not in {"title", "description"}:
            yield f"{key.capitalize()}: {text}"


def _part(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, *(f"  {line}" for line in lines)]) if lines else ""


def _declared(parameter: "Parameter") -> str:
    limits = [
        f"{word} {bound}" for word, bound in (("min", parameter.minimum), ("max", parameter.maximum)) if bound
    ]
    if parameter.choices is not None:
        limits.append(f"choices: {parameter.choices.sql or ' | '.join(parameter.choices.values)}")
    told = f" ({'; '.join(limits)})" if limits else ""
    return f'{describe_parameter(parameter)} "{parameter.label}"{told}'


def _plan(
    arguments: argparse.Namespace, query: "DocumentedSQL", given: Given, scope: "Scope"
) -> Iterator[str]:
    """Yield the values that the query would run with, and the plan the engine has for them."""
    from portfolio_tui.commands.stopping import run_stoppable
    from portfolio_tui.query.parameter_values import MissingValueError, values_from
    from portfolio_tui.query.parameters import text_of
    from portfolio_tui.query.service import QueryRequest

    try:
        values = values_from(query, given, scope)
    except MissingValueError as error:
        yield _part("Would not run", [str(error)])
        return
    portfolio = open_folder(portfolio_folder(arguments))
    request = QueryRequest(REQUEST_NUMBER, query, scope, values, time_limit_seconds=arguments.time_limit)

    def work(cancellation: "Cancellation") -> tuple[str, str]:
        with opened(portfolio, cancellation) as service, service.running(request) as running:
            return str(service.engine.as_of(scope)), running.plan()

    as_of, plan = run_stoppable(work)
    told = {name: "not given" if value is None else text_of(value) for name, value in values.items()}
    yield _part("Would run with", [f"{name} = {text}" for name, text in (*told.items(), ("as_of", as_of))])
    yield _part("Plan", plan.split("\n"))

"""The command `export`: writes a table, a saved query, a measure or ad-hoc SQL to a file, with its origin."""

import argparse
from typing import TYPE_CHECKING

from portfolio_tui.commands.query_options import (
    FILE_FORMATS,
    add_output_options,
    add_parameter_option,
    add_portfolio_option,
    add_time_limit_option,
    given_values,
    portfolio_folder,
)
from portfolio_tui.commands.scope_options import add_scope_options, scope_from
from portfolio_tui.errors import UserError

if TYPE_CHECKING:
    from portfolio_tui.portfolio.opening import Portfolio
    from portfolio_tui.query.documented_sql import DocumentedSQL

NAME = "export"
SUMMARY = "Write a table, a saved query, a measure or SQL to a file that can be traced back to the portfolio."

_DEFAULT_FORMAT = "parquet"
_A_DAY = 86_400.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "name", nargs="?", metavar="TABLE_OR_QUERY", help="a table or view, a saved query, or a measure"
    )
    parser.add_argument("--sql", metavar="SQL", help="a SELECT to write instead")
    add_portfolio_option(parser)
    add_parameter_option(parser)
    add_output_options(parser, FILE_FORMATS, _DEFAULT_FORMAT)
    parser.add_argument(
        "--partition-by",
        metavar="COLUMN",
        action="append",
        default=[],
        choices=("state", "fiscal_year", "alliance"),
        help="write a folder of Parquet files, one a value: state, fiscal_year or alliance; may be repeated",
    )
    add_time_limit_option(parser, _A_DAY)
    add_scope_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the extract and tell on stderr what it holds; raises UserError."""
    from portfolio_tui.commands.answering import open_folder
    from portfolio_tui.commands.extracting import write_and_tell
    from portfolio_tui.extract.plan import ExtractPlan, format_of
    from portfolio_tui.query.parameter_values import values_from
    from portfolio_tui.query.saved_queries import ad_hoc

    if (arguments.name is None) == (arguments.sql is None):
        raise UserError("Name one thing to write: a table, a query or a measure, or SQL with --sql.")
    if arguments.output is None:
        raise UserError("Name the file to write with -o FILE, as -o extract.parquet.")
    scope = scope_from(arguments)
    known_format = arguments.format or (
        _DEFAULT_FORMAT if arguments.partition_by else format_of(arguments.output)
    )
    portfolio = open_folder(portfolio_folder(arguments))
    query = _find(arguments.name, portfolio) if arguments.sql is None else ad_hoc(arguments.sql)
    plan = ExtractPlan(
        portfolio,
        query,
        arguments.output,
        known_format,
        parameters=values_from(query, given_values(arguments.parameters), scope),
        scope=scope,
        partition_by=tuple(dict.fromkeys(arguments.partition_by)),
        replace=arguments.force,
        personal_columns=tuple(dict.fromkeys(arguments.personal_columns)),
        time_limit_seconds=arguments.time_limit,
    )
    write_and_tell(plan)
    return 0


def _find(name: str, portfolio: "Portfolio") -> "DocumentedSQL":
    """Return what `name` names: a table or view first, then a saved query, then a measure."""
    from portfolio_tui.measures.measure import all_measures
    from portfolio_tui.query.catalog import catalog_of
    from portfolio_tui.query.nearest import or_nearest
    from portfolio_tui.query.saved_queries import load_saved_queries, whole_table

    schema, _, table_name = name.rpartition(".")
    catalog = catalog_of(portfolio)
    table = catalog.find(schema, table_name)
    if table is not None:
        return whole_table(table)
    saved = load_saved_queries(portfolio.folder)
    queries = {found.query.name: found.query for found in saved.queries}
    measures = all_measures()
    if name in queries or any(problem.path.stem == name for problem in saved.problems):
        return saved.find(name).query
    if name in measures:
        return measures[name]
    tables = [f"{table.schema}.{table.name}" if table.schema else table.name for table in catalog.tables]
    known = or_nearest(name, {*tables, *queries, *measures})
    raise UserError(f"There is no table, saved query or measure {name!r}. {known}")

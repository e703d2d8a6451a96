"""The command `query`: runs one saved query."""

import argparse

from portfolio_tui.commands.query_options import (
    add_parameter_option,
    add_query_options,
    given_values,
    portfolio_folder,
)

NAME = "query"
SUMMARY = "Run a saved query and print its rows, or write them to a file."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="name of the query, as `portfolio-tui queries` lists it")
    add_parameter_option(parser)
    add_query_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the rows to stdout, or to the file named; raises UserError."""
    from portfolio_tui.commands.answering import answer
    from portfolio_tui.query.saved_queries import find_saved_query

    given = given_values(arguments.parameters)
    saved = find_saved_query(arguments.name, portfolio_folder(arguments))
    return answer(arguments, saved.query, given)

"""The command `sql`: runs SQL that was written by hand, behind the same fence as saved queries."""

import argparse
import sys
from pathlib import Path

from portfolio_tui.commands.query_options import add_query_options
from portfolio_tui.errors import UserError

NAME = "sql"
SUMMARY = "Run one SELECT over the portfolio and print its rows, or write them to a file."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("sql", metavar="SQL", help="one SELECT; @FILE reads it from a file, - from stdin")
    add_query_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the rows to stdout, or to the file named; raises UserError."""
    from portfolio_tui.commands.answering import answer
    from portfolio_tui.query.saved_queries import ad_hoc

    return answer(arguments, ad_hoc(_text(arguments.sql)), {})


def _text(given: str) -> str:
    """Return the SQL itself; raises UserError where it cannot be read."""
    if given != "-" and not given.startswith("@"):
        return given
    name = "stdin" if given == "-" else given[1:]
    try:
        read = sys.stdin.buffer.read() if given == "-" else Path(name).read_bytes()
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{name}: the SQL is not UTF-8. Save it as UTF-8.") from error
    except OSError as error:
        raise UserError(f"{name} cannot be read ({error.strerror or error}).") from error

"""The command `import`: reads outside files into a portfolio."""

import argparse
import datetime as dt
import sys
from pathlib import Path

NAME = "import"
SUMMARY = "Read outside files into a portfolio, all of them or nothing."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "sources",
        nargs="+",
        type=Path,
        metavar="SOURCE",
        help="a file, a folder of files, or a gzip or zip archive",
    )
    parser.add_argument(
        "--profile",
        required=True,
        metavar="P",
        help="how to read them: the name of a bundled profile, or the path of a TOML file",
    )
    parser.add_argument(
        "--into",
        required=True,
        type=Path,
        metavar="DIR",
        help="the portfolio; a new or empty folder starts one",
    )
    parser.add_argument(
        "--as-of",
        type=_day,
        metavar="DATE",
        help="the day of the figures, as 2019-06-30, where the profile would take it from the file's name",
    )


def run(arguments: argparse.Namespace) -> int:
    """Import the files and tell on stderr what was kept, set aside, folded and replaced."""
    from portfolio_tui.sources.importing import import_files
    from portfolio_tui.sources.known_profiles import find_profile
    from portfolio_tui.sources.summary import summary

    profile = find_profile(arguments.profile)
    outcome = import_files(arguments.sources, profile, arguments.into, arguments.as_of)
    print(summary(outcome, arguments.into), file=sys.stderr)
    return 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day; write it as 2019-06-30') from None

"""The options that every command with a query takes: portfolio, parameters, format, output, time limit."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from portfolio_tui.commands.scope_options import add_scope_options
from portfolio_tui.errors import UserError

FILE_FORMATS = ("parquet", "csv", "json", "jsonl", "arrow", "xlsx")
TIME_LIMIT_SECONDS = 600.0
LONGEST_SECONDS = 31_536_000.0


def add_portfolio_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that `portfolio_folder` reads."""
    parser.add_argument(
        "--portfolio", metavar="DIR", type=Path, help="folder of the portfolio (default: the bundled demo)"
    )


def portfolio_folder(arguments: argparse.Namespace) -> Path:
    """Return the portfolio's folder: the one given, else the bundled demo."""
    from portfolio_tui.bundled import bundled_demo

    given: Path | None = arguments.portfolio
    return bundled_demo() if given is None else given


def add_parameter_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that `given_values` reads."""
    parser.add_argument(
        "-p",
        "--parameter",
        dest="parameters",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help='a parameter\'s value; a list as KEY=a,b, KEY=["a", "b"] or given several times; '
        "@FILE.json reads an object with values",
    )


def add_time_limit_option(parser: argparse.ArgumentParser, default: float = TIME_LIMIT_SECONDS) -> None:
    """Add the option whose value is `arguments.time_limit`, in seconds."""
    parser.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        default=default,
        help="stop a query that takes longer (default: %(default)g)",
    )


def add_output_options(parser: argparse.ArgumentParser, formats: Sequence[str], default_format: str) -> None:
    """Add the options that say in which of `formats`, and where to, rows are written."""
    parser.add_argument(
        "--format",
        choices=formats,
        help=f"how rows are written (default: what the suffix of FILE says, else {default_format})",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write a file, with what it came from"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE where it is there already")
    parser.add_argument(
        "--with",
        dest="personal_columns",
        metavar="COLUMN",
        action="append",
        default=[],
        help="a column with people's names or contacts that is to be written; others are left out",
    )


def add_query_options(parser: argparse.ArgumentParser) -> None:
    """Add what `query` and `sql` have in common, the scope's options included."""
    add_portfolio_option(parser)
    add_output_options(parser, ("table", *FILE_FORMATS), "table")
    add_time_limit_option(parser)
    parser.add_argument(
        "--explain",
        action="store_true",
        help="print what the query means, the values and the scope it would run with, its SQL and the "
        "engine's plan, and do not run it",
    )
    add_scope_options(parser)


def given_values(texts: Sequence[str]) -> dict[str, str | list[str]]:
    """Return what the texts of `-p` give: by name a text, or a list where there are several values.

    Raises UserError when a text is no KEY=VALUE, or a file cannot be read as a JSON object.
    """
    given: dict[str, str | list[str]] = {}
    for text in texts:
        for name, value in _said(text):
            given[name] = value if name not in given else [*_parts(given[name]), *_parts(value)]
    return given


def _said(text: str) -> list[tuple[str, str | list[str]]]:
    if text.startswith("@"):
        return _from_file(Path(text[1:]))
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UserError(f"-p {text}: a parameter is written KEY=VALUE, or @FILE.json for a file of them.")
    if not value.strip().startswith("["):
        return [(name.strip(), value)]
    try:
        listed = json.loads(value, parse_float=str, parse_int=str)
    except json.JSONDecodeError:
        return [(name.strip(), value)]
    return [(name.strip(), _value_in_json(name.strip(), listed))]


def _from_file(path: Path) -> list[tuple[str, str | list[str]]]:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=str, parse_int=str)
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: the text is not UTF-8. Save the file as UTF-8.") from error
    except json.JSONDecodeError as error:
        raise UserError(f"{path}, line {error.lineno}: the JSON cannot be read ({error.msg}).") from error
    if not isinstance(values, dict):
        raise UserError(f'{path}: one JSON object with values is needed, as {{"days": 90}}.')
    return [
        (name, _value_in_json(f"{path}: {name}", value))
        for name, value in values.items()
        if value is not None
    ]


def _value_in_json(name: str, value: object) -> str | list[str]:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        parts = [_value_in_json(name, part) for part in value if part is not None]
        if len(parts) == len(value) and all(isinstance(part, str) for part in parts):
            return [part for part in parts if isinstance(part, str)]
    raise UserError(f"{name}: write a text, a number, true, false, or a list of these.")


def _parts(value: str | list[str]) -> list[str]:
    if isinstance(value, list):
        return value
    from portfolio_tui.query.list_text import split_values

    return [part for part in split_values(value) if part]


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(f'"{text}" is no time limit; write seconds, as 600')
    return seconds

"""The command `queries`: lists the saved queries that there are for a portfolio."""

import argparse
from typing import TYPE_CHECKING

from portfolio_tui.commands.query_options import add_portfolio_option, portfolio_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio_tui.query.parameters import Parameter
    from portfolio_tui.query.saved_queries import SavedQuery

NAME = "queries"
SUMMARY = "List the saved queries: the portfolio's own, yours, and those that ship with the program."

_COLUMNS = ("name", "title", "origin", "parameters")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_portfolio_option(parser)
    parser.add_argument(
        "--format",
        choices=("table", "csv", "json", "jsonl"),
        default="table",
        help="how the list is written (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the list on stdout, and which files cannot be used on stderr; raises UserError."""
    from portfolio_tui.commands.narration import note
    from portfolio_tui.errors import UserError
    from portfolio_tui.query.saved_queries import load_saved_queries

    folder = portfolio_folder(arguments)
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder, so it is no portfolio. Check the path.")
    found = load_saved_queries(folder)
    print(_FORMATS[arguments.format](found.queries), end="")
    for problem in found.problems:
        note(f"error: {problem}")
    return 0


def _as_table(queries: "Sequence[SavedQuery]") -> str:
    from portfolio_tui.extract.writers.table import layout_of

    rows = [_cells(saved) for saved in queries]
    layout = layout_of(_COLUMNS, rows, [False] * len(_COLUMNS))
    return "".join(f"{line}\n" for line in (layout.line(_COLUMNS), layout.rule(), *map(layout.line, rows)))


def _as_csv(queries: "Sequence[SavedQuery]") -> str:
    import csv
    import io

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerows([_COLUMNS, *map(_cells, queries)])
    return written.getvalue()


def _as_json(queries: "Sequence[SavedQuery]") -> str:
    import json

    return json.dumps([_values(saved) for saved in queries], indent=2, ensure_ascii=False) + "\n"


def _as_json_lines(queries: "Sequence[SavedQuery]") -> str:
    import json

    return "".join(json.dumps(_values(saved), ensure_ascii=False) + "\n" for saved in queries)


_FORMATS = {"table": _as_table, "csv": _as_csv, "json": _as_json, "jsonl": _as_json_lines}


def _cells(saved: "SavedQuery") -> list[str]:
    from portfolio_tui.commands.explaining import describe_parameter

    declared = ", ".join(map(describe_parameter, saved.query.parameters))
    return [saved.query.name, saved.query.title, saved.origin.value, declared]


def _values(saved: "SavedQuery") -> dict[str, object]:
    query = saved.query
    return {
        "name": query.name,
        "title": query.title,
        "description": query.header["description"],
        "origin": saved.origin.value,
        "file": str(query.path),
        "parameters": [_parameter_values(parameter) for parameter in query.parameters],
    }


def _parameter_values(parameter: "Parameter") -> dict[str, object]:
    choices = parameter.choices
    return {
        "name": parameter.name,
        "type": parameter.type,
        "list": parameter.is_list,
        "optional": parameter.optional,
        "default": parameter.default,
        "label": parameter.label,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "choices": None if choices is None or choices.sql else list(choices.values),
        "choices_sql": None if choices is None else choices.sql,
    }

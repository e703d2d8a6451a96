"""Writes the pages of this folder that are made from the code; with --check, only says which are out of date.

`tables.md` is made from the schema, `measures.md`, `checks.md` and `queries.md` from the headers of their
SQL, `keys.md` from the dashboard's bindings.
"""

import argparse
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from textual.binding import Binding
from textual.keys import format_key

from portfolio_tui import ui
from portfolio_tui.bundled import bundled_folder
from portfolio_tui.checks.acknowledgements import FILE_NAME
from portfolio_tui.checks.check import FINDING_COLUMNS, Check, all_checks
from portfolio_tui.measures.measure import all_measures
from portfolio_tui.portfolio.schema import FLOW_TABLES, TABLES, Column, Table
from portfolio_tui.query.documented_sql import DocumentedSQL, read_folder
from portfolio_tui.query.parameters import Parameter

DOCS = Path(__file__).resolve().parent
TABLES_INTRODUCTION = """\
<!-- Made by `make docs` from src/portfolio_tui/portfolio/schema.py; change it there. -->

# Tables of a portfolio

A portfolio is a folder. Each table is a file `NAME.parquet`, or a folder `NAME/` of Parquet files, which may
be hive-partitioned. `contracts` must be there, and {flow_tables}; every other table may be left out.
Columns may come in any order. A column that is not required may be left out, or be empty in a row. Further
columns are kept, whatever they are called: SQL of your own sees them in the tables in scope, as
`SELECT my_column FROM contracts`; no figure of the program's own reads them.

Ids and codes are text, so that leading zeros stay. Money is in the portfolio's currency. Rates are fractions:
0.0025 is a quarter percent.

Beside the tables stands `jurisdictions`, which ships with the program: the states, the District of Columbia
and the territories, with the month in which each one's fiscal year starts. A `state` in any table is one of
its codes.

Where [names were merged](name-variants.md), ids are those merged into, and what the file says stands beside
them in `raw_vendor_id`, `raw_entity_id` and `raw_parent_id`; `vendors` and `entities` say in `merged_into`
what became of an id."""

MEASURES_INTRODUCTION = """\
<!-- Made by `make docs` from the headers of src/portfolio_tui/measures/*.sql; change them there. -->

# Measures

Every figure of the dashboard comes from one of these, each a documented SQL file in
`src/portfolio_tui/measures`. No figure stands without its denominator: where that is missing, the cell is
“—”, never 0 %. Nothing reads today's date; the as-of date is the portfolio's, or the one you give."""

CHECKS_INTRODUCTION = """\
<!-- Made by `make docs` from the headers of src/portfolio_tui/checks/rules/*.sql; change them there. -->

# Checks

What auditors found, looked for in a portfolio: one rule a documented SQL file in
`src/portfolio_tui/checks/rules`. A finding is a record to look at, not a proof that somebody did wrong.
Errors make `portfolio-tui check` exit with 1; warnings and infos do not. Amounts over and under are never
netted.

The scope narrows what a rule looks at, and nothing after the as-of date counts. A rule whose tables hold no
row says which it needs, instead of finding nothing.

In the dashboard `5` opens the rules, the worst first, and runs them one after another for the scope. Enter on
a rule lists its findings, `i` runs it with other values, `?` tells what it means; Enter on a finding puts the
rows behind it side by side, `≠` beside the columns in which they differ. `c`, `t` and `w` lead to the
contract, the state and the vendor. A contract's and a state's page say what was found about them.

![The rules with what they found in the demo portfolio](pictures/checks.png)

A finding that is in order can be acknowledged with a note, by `a` on it in the dashboard or by
`portfolio-tui check --acknowledge`. It is
still listed, marked, and no longer makes `check` exit with 1. The notes are lines of `{file}` in
the portfolio's folder, which text tools compare and version control keeps; imports leave that file alone,
and it does not count for the portfolio's fingerprint, for no figure depends on it. A note holds for what was
seen: when the rule has another version, when more rows stand behind the finding, or when more is at stake,
the finding is open again.

Every finding has these columns, then the rule's own:"""

QUERIES_INTRODUCTION = """\
<!-- Made by `make docs` from the headers of queries/*.sql; change them there. -->

# Saved queries

These ship with portfolio-tui. In the dashboard they stand in the Queries area (`4`), each with a form for its
parameters; [working with queries](working-with-queries.md) tells how to run them, change a copy and write
your own. The scope narrows each, and dates are held against the as-of date, which SQL calls `$as_of`."""

KEYS_INTRODUCTION = """\
<!-- Made by `make docs` from the bindings in src/portfolio_tui/ui; change them there. -->

# Keys of the dashboard

`?` shows those that hold on the page you see, with the definitions of its figures."""

PLACES = {
    "app": "Everywhere",
    "area": "Everywhere",
    "screen": "On every page",
    "query": "On the page of a query",
    "save": "Where a query is saved",
    "ledger": "In a table",
    "matrix": "In the matrix",
    "map": "On the map",
    "figure": "On a figure",
    "alliances": "On the Alliances page",
    "contracts": "On the Contracts page",
    "contract": "On a contract's page",
    "place": "On a contract's or a state's page",
    "checks": "In the Checks area",
    "rule": "On the page of a rule",
    "findings": "In a list of findings",
    "finding": "On a finding",
    "grid": "In the grid of a result",
    "cell-view": "On a row's or a cell's own page",
    "editor": "In the SQL editor",
    "form": "In the form of a query's parameters",
    "dialog": "In a dialog",
    "choice": "In a dialog",
    "folders": "In a list of folders",
    "export": "Where an extract is written",
    "problems": "Where a portfolio cannot be opened",
}
"""Where the keys hold whose bindings' ids start so; other ids say it themselves."""


def main() -> int:
    """Write the pages, or compare them with those there; return 1 when one is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a page is out of date"
    )
    check = parser.parse_args().check
    stale = [name for name, text in pages().items() if text != _text_of(DOCS / name)]
    for name in stale:
        if check:
            print(f"docs/{name} is out of date; run `make docs`.", file=sys.stderr)
        else:
            (DOCS / name).write_text(pages()[name], encoding="utf-8")
    return int(check and bool(stale))


def pages() -> dict[str, str]:
    """Return the text of each page, under its file's name."""
    return {
        "tables.md": tables_page(TABLES),
        "measures.md": measures_page(all_measures().values()),
        "checks.md": checks_page(all_checks()),
        "queries.md": queries_page(read_folder(bundled_folder("queries")).values()),
        "keys.md": keys_page(bindings()),
    }


def tables_page(tables: Iterable[Table]) -> str:
    """Return the page that describes every table of a portfolio."""
    flow_tables = " or ".join(f"`{name}`" for name in FLOW_TABLES)
    blocks = [TABLES_INTRODUCTION.format(flow_tables=flow_tables)]
    for table in tables:
        blocks += [f"## {table.name}", table.meaning, *_key_sentence(table), _columns(table.columns)]
    return "\n\n".join(blocks) + "\n"


def measures_page(documented: Iterable[DocumentedSQL]) -> str:
    """Return the page that defines every measure."""
    blocks = [MEASURES_INTRODUCTION]
    for measure in documented:
        blocks += [f"## {measure.title}", measure.header["description"], _definitions(measure)]
    return "\n\n".join(blocks) + "\n"


def checks_page(checks: Iterable[Check]) -> str:
    """Return the page that describes every rule, and lists their ids first."""
    checks = tuple(checks)
    columns = [f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in FINDING_COLUMNS]
    rows = [
        f"| {check.id} | {check.severity} | [{check.title}](#{_anchor(f'{check.id} {check.title}')}) |"
        for check in checks
    ]
    blocks = [
        CHECKS_INTRODUCTION.format(file=FILE_NAME),
        "\n".join(["| column | type | meaning |", "|---|---|---|", *columns]),
        "The rules:",
        "\n".join(["| rule | severity | what it finds |", "|---|---|---|", *rows]),
    ]
    for check in checks:
        header = check.query.header
        blocks += [f"## {check.id} {check.title}", header["description"], _definitions(check.query)]
    return "\n\n".join(blocks) + "\n"


def queries_page(documented: Iterable[DocumentedSQL]) -> str:
    """Return the page that describes every bundled query, and lists their names first."""
    queries = sorted(documented, key=lambda query: query.title)
    rows = [f"| [{query.title}](#{_anchor(query.title)}) | `{query.name}` |" for query in queries]
    blocks = [QUERIES_INTRODUCTION, "\n".join(["| query | name |", "|---|---|", *rows])]
    for query in queries:
        blocks += [f"## {query.title}", query.header["description"], _definitions(query)]
    return "\n\n".join(blocks) + "\n"


def _anchor(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


def keys_page(found: Iterable[Binding]) -> str:
    """Return the page that lists the dashboard's keys by where they hold."""
    places: dict[str, dict[str, None]] = {place: {} for place in PLACES.values()}
    for binding in found:
        prefix = (binding.id or "").split(".")[0]
        place = PLACES.get(prefix, f"In {prefix.replace('-', ' ')}")
        keys = ", ".join(f"`{format_key(key)}`" for key in binding.key.split(","))
        places.setdefault(place, {})[f"| {keys} | {binding.tooltip or binding.description} |"] = None
    blocks = [KEYS_INTRODUCTION]
    for place, rows in places.items():
        blocks += [f"## {place}", "\n".join(["| key | what it does |", "|---|---|", *rows])] if rows else []
    return "\n\n".join(blocks) + "\n"


def bindings() -> Iterator[Binding]:
    """Yield the bindings that the classes of the dashboard declare, in the order of its modules."""
    for found in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        module = importlib.import_module(found.name)
        for member in vars(module).values():
            if isinstance(member, type) and member.__module__ == module.__name__:
                declared = vars(member).get("BINDINGS", [])
                yield from (binding for binding in declared if isinstance(binding, Binding))


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _key_sentence(table: Table) -> list[str]:
    names = ", ".join(f"`{name}`" for name in table.key)
    return [f"Key, which no two rows share: {names}."] if names else []


def _columns(columns: Iterable[Column]) -> str:
    rows = [
        f"| `{column.name}` | {column.kind.value} | {'yes' if column.required else ''} | {_meaning(column)} |"
        for column in columns
    ]
    return "\n".join(["| column | type | required | meaning |", "|---|---|---|---|", *rows])


def _meaning(column: Column) -> str:
    parts = [column.meaning]
    if column.choices:
        parts.append(f"One of {', '.join(f'`{choice}`' for choice in column.choices)}.")
    if column.refers_to is not None:
        parts.append(f"Refers to `{column.refers_to}`.")
    return " ".join(parts)


def _definitions(measure: DocumentedSQL) -> str:
    lines = [
        f"- {key.capitalize()}: {text}"
        for key, text in measure.header.items()
        if key not in {"id", "title", "description"}
    ]
    lines += [f"- Parameter `{parameter.name}`: {_parameter(parameter)}" for parameter in measure.parameters]
    return "\n".join([*lines, f"- File: `{measure.path.name}`"])


def _parameter(parameter: Parameter) -> str:
    kind = f"list of {parameter.type}" if parameter.is_list else parameter.type
    default = "" if parameter.default is None else f", {parameter.default} unless told otherwise"
    return f"{parameter.label} ({kind}{', may be left out' if parameter.optional else ''}{default})"


if __name__ == "__main__":
    sys.exit(main())

"""Checks what only the rows tell: keys that repeat, references to nothing, and cells that are empty or odd.

The checks are derived from the schema. Each is documented SQL in which names of tables and columns, and
nothing else, are put in place of marks such as "{table}".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from portfolio_tui.portfolio.opening import REQUIRED_TABLE, Portfolio, TableFiles
from portfolio_tui.portfolio.problems import Problem, Severity
from portfolio_tui.portfolio.schema import Column, Table, table_named
from portfolio_tui.query.contents_meanings import meaning_of
from portfolio_tui.query.documented_sql import DocumentedSQL, read_documented_sql
from portfolio_tui.query.errors import QueryFailedError, QueryTimedOutError
from portfolio_tui.query.raw_views import quoted
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService

FOLDER = Path(__file__).parent / "contents_checks"
REFERENCE_TABLE, REFERENCE_KEY = "jurisdictions", "code"


@dataclass(frozen=True)
class _Check:
    """One question to one column, or to the key, of one table."""

    kind: str
    table: Table
    column: str
    query: DocumentedSQL
    parameters: Mapping[str, Any] = field(default_factory=dict)
    refers_to: str = ""


def check_contents(
    service: QueryService, portfolio: Portfolio, numbers: Iterator[int]
) -> tuple[Problem, ...]:
    """Return what is wrong with the rows of `portfolio`, after the engine's own warnings.

    Each check is a request of its own, with the next of `numbers`. Takes seconds for ten million rows; raises
    QueryCancelledError when one of the requests is cancelled or the service is closed.
    """
    warnings = service.engine.warnings
    unreadable = {warning.table for warning in warnings}
    readable = [files for name, files in portfolio.tables.items() if name not in unreadable]
    found = [_problem(service, check, next(numbers)) for check in _checks(readable)]
    return (*warnings, *(problem for problem in found if problem is not None))


def _checks(tables: Sequence[TableFiles]) -> Iterator[_Check]:
    names = {files.table.name for files in tables} | {REFERENCE_TABLE}
    for files in tables:
        table = files.table
        if table.key:
            yield _keys(table)
        for column in table.columns:
            if column.name not in files.columns:
                continue
            if column.required:
                yield _check("empty_cells", table, column)
            if column.choices:
                choices = {"choices": list(column.choices)}
                yield replace(_check("unknown_choices", table, column), parameters=choices)
            if column.refers_to is not None and column.refers_to in names:
                yield _references(table, column, column.refers_to)


def _keys(table: Table) -> _Check:
    names = {"table": quoted(table.name), "first": quoted(table.key[0])}
    key = ", ".join(quoted(name) for name in table.key)
    query = _filled("repeated_keys", names | {"key": key})
    return _Check("repeated_keys", table, ", ".join(table.key), query)


def _check(kind: str, table: Table, column: Column) -> _Check:
    names = {"table": quoted(table.name), "column": quoted(column.name)}
    return _Check(kind, table, column.name, _filled(kind, names))


def _references(table: Table, column: Column, refers_to: str) -> _Check:
    if refers_to == REFERENCE_TABLE:
        reference, key = quoted(REFERENCE_TABLE), REFERENCE_KEY
    else:
        reference, key = f"unscoped.{quoted(refers_to)}", table_named(refers_to).key[0]
    names = {
        "table": quoted(table.name),
        "column": quoted(column.name),
        "reference": reference,
        "reference_key": quoted(key),
    }
    query = _filled("unknown_references", names)
    return _Check("unknown_references", table, column.name, query, refers_to=refers_to)


def _filled(kind: str, names: Mapping[str, str]) -> DocumentedSQL:
    """Return the check's SQL with `names`, quoted identifiers of the schema, in place of its marks."""
    query = _read(kind)
    sql = query.sql
    for mark, name in names.items():
        sql = sql.replace(f'"{{{mark}}}"', name)
    return replace(query, sql=sql)


@cache
def _read(kind: str) -> DocumentedSQL:
    return read_documented_sql(FOLDER / f"{kind}.sql")


def _problem(service: QueryService, check: _Check, number: int) -> Problem | None:
    """Run one check; return what it found, or that it could not be made, or None."""
    try:
        result = service.run(QueryRequest(number, check.query, Scope(), check.parameters))
    except (QueryFailedError, QueryTimedOutError) as error:
        message = f"could not be checked ({str(error).splitlines()[0].rstrip('.')})."
        return Problem(Severity.WARNING, message, check.table.name, column=check.column)
    (row,) = result.table.to_pylist()
    if row["row_count"] == 0:
        return None
    repeated = check.kind == "repeated_keys"
    severity = Severity.ERROR if repeated and check.table.name == REQUIRED_TABLE else Severity.WARNING
    problem = Problem(severity, "", check.table.name, column=check.column)
    meaning = meaning_of(check.kind, check.table.name, check.column)
    if check.kind == "unknown_choices":
        message = f"{_counted(row['row_count'], 'row')} with another value. {meaning}"
        expected = f"one of {', '.join(check.parameters['choices'])}"
        return replace(problem, message=message, expected=expected, found=_examples(row))
    return replace(problem, message=f"{_finding(check, row)} {meaning}")


def _finding(check: _Check, row: Mapping[str, Any]) -> str:
    """Say in one sentence what was found, with up to three examples."""
    rows = _counted(row["row_count"], "row")
    if check.kind == "empty_cells":
        return f"empty on {rows}."
    if check.kind == "repeated_keys":
        names = _counted(row["names"], "key")
        return f"{names} on more than one row, {rows} too many ({_examples(row)})."
    return (
        f"{rows} with {_counted(row['names'], 'id')} that {check.refers_to} does not have ({_examples(row)})."
    )


def _examples(row: Mapping[str, Any]) -> str:
    examples = ", ".join(repr(name) for name in row["examples"])
    return f"{examples}, …" if row["names"] > len(row["examples"]) else examples


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"

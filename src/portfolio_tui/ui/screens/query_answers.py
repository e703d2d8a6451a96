"""What the pages of queries do in worker threads: run a query and remember that, find what to pick from."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from portfolio_tui.query.errors import QueryCancelledError, QueryError
from portfolio_tui.query.history import Outcome, PastRun, history_of
from portfolio_tui.query.parameters import Parameter, text_of
from portfolio_tui.query.saved_queries import ad_hoc
from portfolio_tui.query.scope import Scope
from portfolio_tui.ui.session import Session

if TYPE_CHECKING:
    from portfolio_tui.query.documented_sql import DocumentedSQL
    from portfolio_tui.ui.widgets.grid_rows import GridRows

ROWS_AT_MOST = 100_000
"""More rows are not shown; an extract has them all."""

CHOICES_AT_MOST = 10_000
_YEARS_OFFERED = 12

ChoicePairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A query to run: what it is called in the history, or its text there, and the values it runs with.

    `texts` are the values as they were written, `first_line` is where its SQL begins in the text shown.
    """

    query: "DocumentedSQL"
    name: str
    sql: str
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    scope: Scope
    first_line: int = 1


@dataclass(frozen=True)
class Answer:
    """The rows that came, whether there are more, and how long it took."""

    asked: Asked
    rows: "GridRows"
    truncated: bool
    seconds: float


def answer(session: Session, number: int, asked: Asked) -> Answer:
    """Run what was asked and remember the run, however it ends; raises QueryError."""
    from portfolio_tui.ui.widgets.grid_rows import grid_rows

    past = partial(PastRun, asked.name, asked.sql, asked.texts, asked.scope)
    history = history_of(session.portfolio.folder)
    started = time.monotonic()
    try:
        result = session.result(number, asked.query, asked.scope, asked.values, ROWS_AT_MOST)
    except QueryCancelledError:
        history.add(past(Outcome.CANCELLED, time.monotonic() - started))
        raise
    except QueryError as error:
        message = str(error).partition("\n")[0]
        history.add(past(Outcome.FAILED, time.monotonic() - started, message=message))
        raise
    history.add(past(Outcome.DONE, result.elapsed_seconds, result.row_count, result.truncated))
    return Answer(asked, grid_rows(result.table), result.truncated, result.elapsed_seconds)


def choices_for(
    session: Session, number: int, parameters: Sequence[Parameter], scope: Scope
) -> Mapping[str, ChoicePairs | None]:
    """Return what each of `parameters` can be picked from: values and their words, None where none are known.

    Raises QueryCancelledError.
    """
    return {parameter.name: _choices(session, number, parameter, scope) for parameter in parameters}


def _choices(session: Session, number: int, parameter: Parameter, scope: Scope) -> ChoicePairs | None:
    if parameter.choices is not None and parameter.choices.sql is not None:
        return _from_sql(session, number, parameter.choices.sql, scope)
    if parameter.type == "fiscal_year":
        newest = session.as_of(scope).year + 1
        return [(str(year), "") for year in range(newest, newest - _YEARS_OFFERED, -1)]
    return [(name.id, name.name) for name in session.names if name.kind == parameter.type]


def _from_sql(session: Session, number: int, sql: str, scope: Scope) -> ChoicePairs | None:
    try:
        query = replace(ad_hoc(sql), sees_further_columns=False)  # it may stand in a query that ships
        table = session.result(number, query, scope, {}, CHOICES_AT_MOST).table
    except QueryCancelledError:
        raise
    except QueryError:
        return None
    values = table.column(0).to_pylist()
    words = table.column(1).to_pylist() if table.num_columns > 1 else [None] * len(values)
    return [
        (text_of(value), text_of(word))
        for value, word in zip(values, words, strict=True)
        if value is not None
    ]

"""Runs the rules, each a request of its own through the query service."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from portfolio_tui.checks.check import FINDING_COLUMNS, Check
from portfolio_tui.query.documented_sql import DocumentedSQL, read_documented_sql
from portfolio_tui.query.errors import QueryFailedError, QueryTimedOutError
from portfolio_tui.query.parameter_values import values_from
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import DEFAULT_TIME_LIMIT_SECONDS, QueryRequest, QueryResult

Given = Mapping[str, Mapping[str, str | list[str]]]
"""What was written for parameters: by the rule's id, then by the parameter's name."""

NOTHING_GIVEN: Given = MappingProxyType({})


class Runs(Protocol):
    """Whatever runs requests: a query service, or what has them wait for their turn at one."""

    def run(self, request: QueryRequest) -> QueryResult:
        """Run `request` to its end; raises QueryError."""


@dataclass(frozen=True)
class CheckResult:
    """What one rule found: every finding, or why there is none to be had."""

    check: Check
    parameters: Mapping[str, Any]
    findings: pa.Table
    """The columns of `FINDING_COLUMNS`, then the rule's own."""
    elapsed_seconds: float = 0.0
    lacking: tuple[str, ...] = ()
    """Tables that the rule needs and that hold no row; then it did not run."""
    problem: str | None = None
    """Why the rule came to no end, or None."""

    @property
    def count(self) -> int:
        """How many findings there are."""
        return int(self.findings.num_rows)

    @property
    def amount_over(self) -> Decimal:
        """What is at stake in findings of too much."""
        return self._amount("over")

    @property
    def amount_under(self) -> Decimal:
        """What is at stake in findings of too little; never taken from what is over."""
        return self._amount("under")

    @property
    def amount_touched(self) -> Decimal:
        """What is at stake in findings that are neither."""
        return self._amount(None)

    def _amount(self, direction: str | None) -> Decimal:
        directions = self.findings["direction"]
        belongs = pc.is_null(directions) if direction is None else pc.equal(directions, direction)
        amount = pc.sum(self.findings["amount_at_stake"].filter(belongs)).as_py()
        return Decimal(0) if amount is None else Decimal(amount)


def run_checks(
    service: Runs,
    checks: Iterable[Check],
    scope: Scope,
    given: Given = NOTHING_GIVEN,
    *,
    numbers: Iterator[int] | None = None,
    time_limit_seconds: float = DEFAULT_TIME_LIMIT_SECONDS,
) -> Iterator[CheckResult]:
    """Run the rules one after another and yield what each found, as soon as it is done.

    Each is a request with the next of `numbers`. A rule that fails or takes too long says so in its
    result and the others run. Raises UserError when a parameter is wrong, QueryCancelledError when one is
    cancelled.
    """
    numbers = count(1) if numbers is None else numbers
    chosen = [(check, values_from(check.query, given.get(check.id, {}), scope)) for check in checks]
    there = _tables_with_rows(service, next(numbers), time_limit_seconds)
    for check, values in chosen:
        lacking = tuple(name for name in check.needs if name not in there)
        if lacking:
            yield CheckResult(check, values, no_findings(), lacking=lacking)
            continue
        request = QueryRequest(next(numbers), check.query, scope, values, None, time_limit_seconds)
        try:
            result = service.run(request)
        except (QueryFailedError, QueryTimedOutError) as error:
            yield CheckResult(check, values, no_findings(), problem=str(error))
        else:
            yield CheckResult(check, values, result.table, result.elapsed_seconds)


@cache
def no_findings() -> pa.Table:
    """Return an empty table with the columns of every finding."""
    types = {
        "VARCHAR": pa.string(),
        "DATE": pa.date32(),
        "DECIMAL(38,2)": pa.decimal128(38, 2),
        "VARCHAR[]": pa.list_(pa.string()),
    }
    return pa.schema([(name, types[kind]) for name, kind, _ in FINDING_COLUMNS]).empty_table()


def _tables_with_rows(service: Runs, number: int, time_limit_seconds: float) -> frozenset[str]:
    request = QueryRequest(number, _which_tables(), Scope(), time_limit_seconds=time_limit_seconds)
    return frozenset(service.run(request).table["table_name"].to_pylist())


@cache
def _which_tables() -> DocumentedSQL:
    return read_documented_sql(Path(__file__).parent / "tables_with_rows.sql")

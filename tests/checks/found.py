"""Writes a tiny portfolio, runs one rule on it, and gives its findings as plain values."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portfolio_tui.checks.check import choose_checks
from portfolio_tui.checks.run import CheckResult, run_checks
from portfolio_tui.query.scope import Scope
from tests.tiny import EVERYTHING, Cells, opened, write_portfolio

Tables = dict[str, list[Cells]]

AS_OF = "2026-06-30"


def contract(contract_id: str = "c", **cells: object) -> Cells:
    """Return a contract of NASPO's with vendor v, from 2024 to the end of 2026."""
    return {
        "contract_id": contract_id,
        "alliance_id": "naspo",
        "title": "Tires",
        "vendor_id": "v",
        "starts_on": "2024-01-01",
        "initial_ends_on": "2026-12-31",
        "ends_on": "2026-12-31",
        **cells,
    }


def addendum(addendum_id: str | None, state: str | None = "VT", **cells: object) -> Cells:
    """Return a statewide addendum to contract c, from March 2024 on."""
    return {
        "addendum_id": addendum_id,
        "contract_id": "c",
        "state": state,
        "effective_on": "2024-03-01",
        **cells,
    }


def line(spend_id: str, day: str = "2025-01-10", amount: object = "100", **cells: object) -> Cells:
    """Return an order of VT's on contract c."""
    return {
        "spend_id": spend_id,
        "state": "VT",
        "contract_id": "c",
        "amount": amount,
        "spent_on": day,
        "order_date": day,
        **cells,
    }


def result_of(
    folder: Path,
    rule: str,
    tables: Tables,
    scope: Scope = EVERYTHING,
    given: Mapping[str, str | list[str]] | None = None,
) -> CheckResult:
    """Write `tables` as a portfolio into `folder` and return what `rule` finds in it."""
    all_tables: Tables = {"contracts": [contract()], "spend": [], **tables}
    write_portfolio(folder, as_of=AS_OF, currency="USD", **all_tables)
    (check,) = choose_checks([rule])
    with opened(folder) as service:
        (result,) = run_checks(service, [check], scope, {check.id: given or {}})
    assert result.problem is None
    assert result.lacking == ()
    keys = result.findings["finding"].to_pylist()
    assert len(set(keys)) == len(keys)
    return result


def found(
    folder: Path,
    rule: str,
    tables: Tables,
    scope: Scope = EVERYTHING,
    **given: str,
) -> list[tuple[Any, ...]]:
    """Return key, amount (with its direction's sign word) and rows of each finding, in the rule's order."""
    return told(result_of(folder, rule, tables, scope, given))


def told(result: CheckResult) -> list[tuple[Any, ...]]:
    """Return key, amount, direction and rows of each finding, amounts as text."""
    return [
        (
            row["finding"],
            None if row["amount_at_stake"] is None else str(row["amount_at_stake"]),
            row["direction"],
            row["row_ids"],
        )
        for row in result.findings.to_pylist()
    ]


def as_of(day: str, **parts: Any) -> Scope:  # noqa: ANN401 the parts of a scope
    """Return a scope with that as-of date."""
    return Scope(as_of=dt.date.fromisoformat(day), **parts)

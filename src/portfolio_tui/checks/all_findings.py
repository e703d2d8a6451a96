"""Every rule in one query, for an extract of all that was found."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portfolio_tui.checks.check import FINDING_COLUMNS
from portfolio_tui.checks.run import CheckResult
from portfolio_tui.query.documented_sql import DocumentedSQL

if TYPE_CHECKING:
    from portfolio_tui.query.parameters import Parameter

_TEMPLATE = Path(__file__).parent / "all_findings.sql"
_HEADER = {
    "title": "Findings",
    "description": "What the rules found, a row each: rule, severity, a key that no other finding has, and "
    "the columns of every finding.",
}


def all_findings(results: Iterable[CheckResult]) -> tuple[DocumentedSQL, Mapping[str, Any]]:
    """Return one query over the rules of `results`, at least one, and the values it runs with.

    A parameter has its rule's id before its name, `c02_days`, for several rules may have one of that name.
    """
    template = _TEMPLATE.read_text(encoding="utf-8").strip()
    names = ", ".join(name for name, _, _ in FINDING_COLUMNS)
    parts: list[str] = []
    parameters: list[Parameter] = []
    values: dict[str, Any] = {}
    for result in results:
        check = result.check
        own = {parameter.name: f"{check.id.lower()}_{parameter.name}" for parameter in check.query.parameters}
        sql = check.query.sql
        for name, longer in own.items():
            sql = re.sub(rf"\${name}\b", f"${longer}", sql)
        parts.append(template.format(id=check.id, severity=check.severity, columns=names, sql=sql))
        parameters += [replace(each, name=own[each.name]) for each in check.query.parameters]
        values |= {own[name]: value for name, value in result.parameters.items()}
    sql = "\nUNION ALL\n".join(parts)
    return DocumentedSQL("findings", _TEMPLATE, sql, _HEADER, tuple(parameters)), values

"""What the rules found, for people to look at: findings with types and notes, the worst first."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio_tui.checks.acknowledgements import Acknowledgements
from portfolio_tui.checks.check import FINDING_COLUMNS, Check, Severity
from portfolio_tui.checks.run import CheckResult

_NAMES = tuple(name for name, _, _ in FINDING_COLUMNS)
_TYPED = tuple(name for name in _NAMES if name not in {"row_table", "row_ids"})
_WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, as its columns mean; `note` is that of its acknowledgement, None while it is open."""

    rule: str
    finding: str
    contract_id: str | None
    state: str | None
    vendor_id: str | None
    entity_id: str | None
    day: dt.date | None
    amount_at_stake: Decimal | None
    direction: str | None
    summary: str
    note: str | None
    position: int
    """Which row of the result it is."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other finding."""
        return self.rule, self.finding


@dataclass(frozen=True)
class AtStake:
    """How much findings put at stake: what is over, what is under, and what is neither. Never netted."""

    over: Decimal = Decimal(0)
    under: Decimal = Decimal(0)
    touched: Decimal = Decimal(0)

    @property
    def most(self) -> Decimal:
        """The largest of the three."""
        return max(self.over, self.under, self.touched)


@dataclass(frozen=True)
class Reviewed:
    """What one rule found, and how much of it is acknowledged; the amounts are those of open findings."""

    result: CheckResult
    findings: tuple[Finding, ...]
    acknowledged: int
    at_stake: AtStake

    @property
    def check(self) -> Check:
        """The rule."""
        return self.result.check

    @property
    def open(self) -> int:
        """How many findings nobody has acknowledged."""
        return len(self.findings) - self.acknowledged

    @property
    def ran(self) -> bool:
        """Whether the rule came to an end, so that no finding means that there is none."""
        return not self.result.lacking and self.result.problem is None


def reviewed(result: CheckResult, acknowledged: Acknowledgements) -> Reviewed:
    """Return the findings of `result` with their notes; for many thousands it takes a moment."""
    rows = result.findings.select(_TYPED).to_pylist()
    notes = acknowledged.notes(result)
    findings = tuple(
        Finding(rule=result.check.id, note=note, position=position, **row)
        for position, (row, note) in enumerate(zip(rows, notes, strict=True))
    )
    known = sum(finding.note is not None for finding in findings)
    return Reviewed(result, findings, known, at_stake(findings))


def at_stake(findings: Iterable[Finding]) -> AtStake:
    """Return what those of `findings` that are open put at stake."""
    sums: dict[str | None, Decimal] = {}
    for finding in findings:
        if finding.note is None and finding.amount_at_stake is not None:
            sums[finding.direction] = sums.get(finding.direction, Decimal(0)) + finding.amount_at_stake
    return AtStake(*(sums.get(direction, Decimal(0)) for direction in ("over", "under", None)))


def worst_first(rules: Iterable[Reviewed]) -> list[Reviewed]:
    """Return the rules: with open findings by severity and amount, then those without an answer, the rest."""

    def order(rule: Reviewed) -> tuple[int, int, Decimal, str]:
        group = 0 if rule.open else 1 if not rule.ran else 2 if rule.findings else 3
        return group, weight(rule.check), -rule.at_stake.most, rule.check.id

    return sorted(rules, key=order)


def weight(check: Check) -> int:
    """Return a number by which the heaviest severity comes first."""
    return _WEIGHTS[check.severity]


def details(result: CheckResult, position: int) -> Mapping[str, Any]:
    """Return the rule's own columns of the finding at that position."""
    own = result.findings.drop_columns(list(_NAMES))
    return dict(own.slice(position, 1).to_pylist()[0]) if own.num_columns else {}

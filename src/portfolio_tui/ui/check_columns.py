"""The columns in which ledgers show rules and findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from portfolio_tui.ui.check_run import Checked
from portfolio_tui.ui.check_words import SEVERITY_INKS, seconds_words, why_none
from portfolio_tui.ui.figures import count, day
from portfolio_tui.ui.money_columns import money_column
from portfolio_tui.ui.theme import Ink
from portfolio_tui.ui.widgets.cells import Cell, Column, figure_column

if TYPE_CHECKING:
    from portfolio_tui.checks.check import Check
    from portfolio_tui.checks.reviewed import Finding, Reviewed
    from portfolio_tui.ui.session import Session

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class RuleLine:
    """One rule in the list: what it found, once it has run, and whether it runs now."""

    check: "Check"
    rule: "Reviewed | None"
    runs: bool = False

    @property
    def open(self) -> int | None:
        """How many findings are open; None where the rule gave no answer."""
        return self.rule.open if self.rule is not None and self.rule.ran else None


def rule_lines(checked: Checked) -> list[RuleLine]:
    """Return a line for each rule: the worst first once all have run, else in the order in which they run."""
    from portfolio_tui.checks.reviewed import worst_first

    known = checked.rules
    if checked.seconds is not None:
        first = [
            RuleLine(rule.check, rule, checked.running == rule.check.id)
            for rule in worst_first(known.values())
        ]
        return [*first, *(RuleLine(check, None) for check in checked.checks if check.id not in known)]
    return [RuleLine(check, known.get(check.id), checked.running == check.id) for check in checked.checks]


def rule_columns(currency: str) -> tuple[Column[RuleLine], ...]:
    """Return the columns of rules; keys id, severity, title, open, known, over, under, touched, seconds."""

    def money(
        key: str, title: str, amount: "Callable[[Reviewed], Decimal]", priority: int
    ) -> Column[RuleLine]:
        def value(line: RuleLine) -> Decimal | None:
            return (amount(line.rule) or None) if line.rule is not None else None

        return money_column(key, title, value, currency, priority=priority, if_missing="")

    return (
        Column("id", "Rule", _id_cell, 4, priority=98),
        Column(
            "severity",
            "Severity",
            lambda line: Cell(line.check.severity, _severity_ink(line)),
            8,
            priority=92,
            sort_key=lambda line: ("error", "warning", "info").index(line.check.severity),
        ),
        Column("title", "What it finds", _title_cell, 18, flex=3, max_width=64, priority=99),
        _count_column("open", "Open", lambda line: line.open, 97),
        _count_column(
            "known", "Acknowledged", lambda line: line.rule.acknowledged if line.rule else None, 50
        ),
        money("over", "Over", lambda rule: rule.at_stake.over, 96),
        money("under", "Under", lambda rule: rule.at_stake.under, 95),
        money("touched", "Touched", lambda rule: rule.at_stake.touched, 94),
        figure_column("seconds", "Took", _seconds_cell, _seconds, 7, priority=10),
    )


def _seconds(line: RuleLine) -> Decimal | None:
    return Decimal(str(line.rule.result.elapsed_seconds)) if line.rule else None


def _seconds_cell(line: RuleLine) -> Cell:
    took = seconds_words(line.rule.result.elapsed_seconds, 2) if line.rule and line.rule.ran else ""
    return Cell(took, "muted")


def _id_cell(line: RuleLine) -> Cell:
    return Cell(line.check.id, "accent" if line.runs else "muted")


def _severity_ink(line: RuleLine) -> Ink:
    return SEVERITY_INKS[line.check.severity] if line.open else "muted"


def _title_cell(line: RuleLine) -> Cell:
    if line.runs:
        return Cell(f"{line.check.title} …", "accent")
    if line.rule is None:
        return Cell(line.check.title, "faint")
    if not line.rule.ran:
        return Cell(f"{why_none(line.rule)} · {line.check.title}", "muted")
    return Cell(line.check.title, "plain" if line.open else "muted")


def _count_column(
    key: str, title: str, number: Callable[[RuleLine], int | None], priority: int
) -> Column[RuleLine]:
    def cell(line: RuleLine) -> Cell:
        value = number(line)
        if line.rule is None or (value == 0 and key == "known"):
            return Cell("")
        return Cell(count(value), "plain" if value else "muted")

    return figure_column(key, title, cell, number, 6, priority=priority)


def finding_columns(session: "Session | None", *, names_rule: bool) -> "tuple[Column[Finding], ...]":
    """Return the columns of findings.

    Keys: known, rule, amount, direction, day, state, contract, vendor, summary.
    """
    currency = session.currency if session is not None else ""

    def vendor(finding: "Finding") -> Cell:
        id_ = finding.vendor_id
        return Cell(session.name_of("vendor", id_) if session is not None and id_ else "")

    columns: Iterable[Column[Finding]] = (
        Column("known", " ", _known_cell, 1, priority=90, sort_key=lambda finding: finding.note is None),
        Column("rule", "Rule", lambda finding: Cell(finding.rule, "muted"), 4, priority=98),
        money_column(
            "amount",
            "At stake",
            lambda finding: finding.amount_at_stake,
            currency,
            priority=99,
            if_missing="",
        ),
        Column("direction", "", lambda finding: Cell(finding.direction or "", "muted"), 5, priority=96),
        Column(
            "day",
            "Day",
            lambda finding: Cell(day(finding.day)),
            10,
            priority=95,
            sort_key=lambda finding: finding.day,
        ),
        Column("state", "State", lambda finding: Cell(finding.state or ""), 5, priority=94),
        Column(
            "contract",
            "Contract",
            lambda finding: Cell(finding.contract_id or ""),
            12,
            flex=1,
            max_width=20,
            priority=97,
        ),
        Column("vendor", "Vendor", vendor, 14, flex=2, max_width=28, priority=93),
        Column("summary", "What was found", lambda finding: Cell(finding.summary), 30, flex=9, priority=91),
    )
    return tuple(column for column in columns if names_rule or column.key != "rule")


def _known_cell(finding: "Finding") -> Cell:
    return Cell("" if finding.note is None else "✓", "fine")

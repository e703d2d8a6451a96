"""What `check` prints: the rules with what each found, the findings of rules that were named, and files."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from portfolio_tui.commands.narration import note
from portfolio_tui.terminal_text import shown

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from portfolio_tui.checks.acknowledgements import Acknowledgements
    from portfolio_tui.checks.run import CheckResult

_RULES = (
    "Rule",
    "Severity",
    "Findings",
    "Acknowledged",
    "Over",
    "Under",
    "Touched",
    "Seconds",
    "What it finds",
)
_RULES_AT_RIGHT = (False, False, True, True, True, True, True, True, False)
_FINDINGS = ("Finding", "Day", "At stake", "", "What was found", "Acknowledged")
_FINDINGS_AT_RIGHT = (False, False, True, False, False, False)


def print_tables(
    results: "Sequence[CheckResult]", acknowledged: "Acknowledgements", *, lists_findings: bool
) -> None:
    """Print one line a rule, and below them each finding where these are to be listed."""
    from portfolio_tui.checks.check import Severity

    weights = {severity: weight for weight, severity in enumerate(Severity)}
    heaviest_first = sorted(results, key=lambda result: weights[result.check.severity])
    rules = [_rule_cells(result, acknowledged) for result in heaviest_first]
    blocks = [_table(_RULES, _RULES_AT_RIGHT, rules)]
    for result in results if lists_findings else ():
        heading = [f"{result.check.id}  {result.check.title}", result.check.query.header["description"]]
        rows = list(_finding_cells(result, acknowledged))
        listed = _table(_FINDINGS, _FINDINGS_AT_RIGHT, rows) if rows else [_why_none(result)]
        blocks.append([*map(shown, heading), "", *listed])
    print("\n\n".join("\n".join(block) for block in blocks))


def write_findings(
    results: "Sequence[CheckResult]",
    acknowledged: "Acknowledgements",
    format_name: str,
    output: "Path | None",
    *,
    replace: bool,
) -> None:
    """Write every finding as a row, to the file `output` or to stdout; raises UserError, and OSError."""
    from portfolio_tui.checks.findings import findings_table
    from portfolio_tui.commands.rows_output import write_rows

    table = findings_table(results, acknowledged)
    write_rows(table, format_name, output, replace=replace, called="findings")


def tell_times(results: "Sequence[CheckResult]") -> None:
    """Say on stderr how long each rule took, the longest first, for the formats that have findings alone."""
    ran = [result for result in results if not result.lacking]
    longest_first = sorted(ran, key=lambda result: -result.elapsed_seconds)
    if ran:
        times = (f"{result.check.id} {result.elapsed_seconds:.2f}" for result in longest_first)
        note(f"Seconds: {', '.join(times)}.")


def tell(results: "Sequence[CheckResult]", acknowledged: "Acknowledgements") -> None:
    """Say on stderr what it comes to, and which rules gave no answer."""
    for result in results:
        if result.problem is not None:
            note(f"{result.check.id} came to no end. {result.problem}")
        elif result.lacking:
            note(f"{result.check.id} needs {_and(result.lacking)}, which the portfolio lacks.")
    found = sum(result.count for result in results)
    notes = [text for result in results for text in acknowledged.notes(result)]
    known = len(notes) - notes.count(None)
    rules = "1 rule" if len(results) == 1 else f"{len(results)} rules"
    seconds = sum(result.elapsed_seconds for result in results)
    note(
        f"{rules}, {found:,} records to look at, {known:,} of them acknowledged, in {seconds:.1f} s. "
        "A finding is a reason to look, not a proof that somebody did wrong."
    )


def _rule_cells(result: "CheckResult", acknowledged: "Acknowledgements") -> tuple[str, ...]:
    check = result.check
    if result.lacking or result.problem:
        return (check.id, check.severity, "—", "", "", "", "", "", f"{check.title}: {_why_none(result)}")
    known = sum(text is not None for text in acknowledged.notes(result))
    amounts = (result.amount_over, result.amount_under, result.amount_touched)
    return (
        check.id,
        check.severity,
        f"{result.count:,}",
        f"{known:,}" if known else "",
        *(f"{amount:,.2f}" if amount else "" for amount in amounts),
        f"{result.elapsed_seconds:.2f}",
        check.title,
    )


def _finding_cells(result: "CheckResult", acknowledged: "Acknowledgements") -> Iterable[tuple[str, ...]]:
    notes = acknowledged.notes(result)
    wanted = result.findings.select(["finding", "day", "amount_at_stake", "direction", "summary"])
    for row, text in zip(wanted.to_pylist(), notes, strict=True):
        amount: Decimal | None = row["amount_at_stake"]
        yield (
            row["finding"],
            "" if row["day"] is None else str(row["day"]),
            "" if amount is None else f"{amount:,.2f}",
            row["direction"] or "",
            row["summary"],
            text or "",
        )


def _why_none(result: "CheckResult") -> str:
    if result.problem is not None:
        return "came to no end"
    return f"needs {_and(result.lacking)}" if result.lacking else "Nothing found."


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)


def _table(header: Sequence[str], at_right: Sequence[bool], rows: Sequence[Sequence[str]]) -> list[str]:
    from portfolio_tui.extract.writers.table import layout_of

    layout = layout_of(header, rows, at_right)
    return [layout.line(header), layout.rule(), *map(layout.line, rows)]

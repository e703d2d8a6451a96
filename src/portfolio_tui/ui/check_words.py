"""What the dashboard says of rules and findings in words and figures."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from portfolio_tui.query.parameters import text_of
from portfolio_tui.ui.check_run import Checked
from portfolio_tui.ui.figures import count, short_money
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.theme import Ink, Run, Runs

if TYPE_CHECKING:
    from portfolio_tui.checks.check import Check
    from portfolio_tui.checks.reviewed import AtStake, Finding, Reviewed

SEVERITY_INKS: Mapping[str, Ink] = {"error": "over", "warning": "running-out", "info": "plain"}
"""The ink of each severity, where something of it is open."""


def findings_word(number: int) -> str:
    """Return a number of findings in words: "1 finding", "1,718 findings"."""
    return f"{count(number)} finding{'' if number == 1 else 's'}"


def seconds_words(seconds: float, decimals: int) -> str:
    """Return a time as "0.12 s"."""
    return f"{seconds:.{decimals}f} s"


def why_none(rule: "Reviewed") -> str:
    """Return why a rule found nothing; empty where it found something."""
    result = rule.result
    if result.problem is not None:
        return f"came to no end: {result.problem}"
    if result.lacking:
        return f"needs {' and '.join(result.lacking)}"
    return "" if rule.findings else "nothing found"


def stake_words(at_stake: "AtStake", currency: str) -> str:
    """Return what is at stake, over and under apart: "$1.2 m over, $0.3 m under"; empty for nothing."""
    parts = (
        (at_stake.over, " over"),
        (at_stake.under, " under"),
        (at_stake.touched, ""),
    )
    return ", ".join(f"{short_money(amount, currency)}{word}" for amount, word in parts if amount)


def summary_runs(checked: Checked) -> Runs:
    """Return what a whole run came to, on one line."""
    rules = checked.rules.values()
    open_ones = sum(rule.open for rule in rules)
    known = sum(rule.acknowledged for rule in rules)
    errors = sum(rule.open for rule in rules if rule.check.severity == "error")
    noun = "record" if open_ones == 1 else "records"
    runs = [Run(f"{count(open_ones)} {noun} to look at", "strong")]
    if errors:
        runs += [Run(" · ", "muted"), Run(f"{count(errors)} {'error' if errors == 1 else 'errors'}", "over")]
    notes = [f"{count(known)} acknowledged"] if known else []
    lacking = sum(bool(rule.result.lacking) for rule in rules)
    notes += [f"{count(lacking)} {'rule lacks its' if lacking == 1 else 'rules lack their'} table"] * bool(
        lacking
    )
    notes += [seconds_words(checked.seconds, 1)] if checked.seconds is not None else []
    return (*runs, *(Run(f" · {note}", "muted") for note in notes))


def progress_runs(checked: Checked, seconds: int) -> Runs:
    """Return how far a run is, which rule runs, and how to stop it."""
    titles = {check.id: check.title for check in checked.checks}
    done = f"Rule {count(min(len(checked.rules) + 1, len(titles)))} of {count(len(titles))}"
    running = f" · {checked.running} {titles[checked.running]}" if checked.running in titles else ""
    return (
        Run(done if titles else "Reading the rules", "accent"),
        Run(f"{running} … {seconds} s · x stops", "muted"),
    )


def rule_heading(check: "Check") -> Runs:
    """Return a rule's id, title and severity."""
    return (
        Run(f"{check.id}  ", "muted"),
        Run(shown(check.title), "strong"),
        Run("  "),
        Run(check.severity, SEVERITY_INKS[check.severity]),
    )


def rule_facts(check: "Check", rule: "Reviewed | None", currency: str, *, runs: bool) -> list[str]:
    """Return what came of a rule, and how: findings, amounts, values of parameters, time."""
    if rule is None:
        return ["runs now" if runs else "has not run yet"]
    parts = [why_none(rule)] if why_none(rule) else [f"{count(rule.open)} open"]
    if rule.acknowledged:
        parts.append(f"{count(rule.acknowledged)} acknowledged")
    stake = stake_words(rule.at_stake, currency)
    parts += [f"{stake} at stake"] if stake else []
    values = values_words(check, rule.result.parameters)
    parts += [values] if values else []
    parts += ["runs again"] if runs else []
    parts += [seconds_words(rule.result.elapsed_seconds, 2)] if rule.ran else []
    return parts


def values_words(check: "Check", values: Mapping[str, object]) -> str:
    """Return the values that a rule runs with: "Days ahead: 60"; those left out are not told."""
    labels = {parameter.name: parameter.label for parameter in check.query.parameters}
    told = ((labels[name], text_of(value)) for name, value in values.items())
    return ", ".join(f"{shown(label)}: {shown(text)}" for label, text in told if text)


def place_words(findings: Iterable["Finding"], titles: Mapping[str, str], currency: str) -> str:
    """Return the open findings about a contract or a state on one line, by rule, in the order they come in.

    "3 findings: Over the ceiling ($1.20 m over), Paper signed late (2)"; empty where none is open.
    """
    from portfolio_tui.checks.reviewed import at_stake

    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.note is None:
            by_rule.setdefault(finding.rule, []).append(finding)
    told = []
    for rule, of_rule in by_rule.items():
        number = [count(len(of_rule))] if len(of_rule) > 1 else []
        stake = stake_words(at_stake(of_rule), currency)
        brackets = ": ".join([*number, *([stake] if stake else [])])
        told.append(f"{titles[rule]} ({brackets})" if brackets else titles[rule])
    return f"{findings_word(sum(map(len, by_rule.values())))}: {', '.join(told)}" if told else ""

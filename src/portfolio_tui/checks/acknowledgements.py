"""Findings that somebody has looked at, with a note: a text file in the portfolio's folder.

`acknowledged_findings.jsonl` holds one JSON object a line, in order of rule and finding, so that two versions
are easy to compare. It is no table: importing leaves it alone, and it does not count for the fingerprint,
because no figure depends on it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from portfolio_tui.bundled import is_part_of_the_program
from portfolio_tui.checks.run import CheckResult
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.folder_lock import locked
from portfolio_tui.portfolio.text_files import replace_text

FILE_NAME = "acknowledged_findings.jsonl"

NOTE_AT_MOST = 1000
"""So many characters has a note."""

Key = tuple[str, str]
"""A rule's id, and the key of one of its findings."""


@dataclass(frozen=True)
class Acknowledgement:
    """A note on a finding as it was seen: how many rows were behind it, and what was at stake."""

    rule: str
    version: int
    finding: str
    note: str
    rows: int
    amount: Decimal | None

    def holds_for(self, version: int, rows: int, amount: Decimal | None) -> bool:
        """Tell whether a finding of the same key is still no more than what was seen, by the same rule."""
        if version != self.version or rows > self.rows:
            return False
        return amount is None or (self.amount is not None and amount <= self.amount)


@dataclass(frozen=True)
class Acknowledgements:
    """Every acknowledgement of one portfolio, by rule and finding."""

    by_finding: Mapping[Key, Acknowledgement] = field(default_factory=lambda: MappingProxyType({}))

    def notes(self, result: CheckResult) -> list[str | None]:
        """Return for each finding of `result` its note, or None where it is not acknowledged."""
        columns = (result.findings[name].to_pylist() for name in ("finding", "row_ids", "amount_at_stake"))
        if not any(rule == result.check.id for rule, _ in self.by_finding):
            return [None] * result.count
        return [self._note(result, *values) for values in zip(*columns, strict=True)]

    def _note(
        self, result: CheckResult, finding: str, row_ids: list[str] | None, amount: Decimal | None
    ) -> str | None:
        found = self.by_finding.get((result.check.id, finding))
        holds = found is not None and found.holds_for(result.check.version, len(row_ids or ()), amount)
        return found.note if found is not None and holds else None


def read_acknowledgements(portfolio_folder: Path) -> Acknowledgements:
    """Read the acknowledgements in that folder; raises UserError, naming file and line, when one is wrong."""
    path = portfolio_folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Acknowledgements()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: the text is not UTF-8. Save the file as UTF-8.") from error
    lines = enumerate(text.split("\n"), start=1)
    read = [_from_line(path, number, line) for number, line in lines if line.strip()]
    return Acknowledgements(MappingProxyType({(one.rule, one.finding): one for one in read}))


def acknowledge(portfolio_folder: Path, result: CheckResult, finding: str, note: str) -> Acknowledgement:
    """Acknowledge one finding of `result` with a note, in place of an earlier one, and keep that.

    What an earlier note still holds for, as in a wider scope, the new one holds for too. Raises UserError
    when there is no such finding, the note is empty, or the folder cannot be written.
    """
    words = " ".join(note.split())
    if not words:
        raise UserError("An acknowledgement needs a note: say why the finding is in order.")
    if len(words) > NOTE_AT_MOST:
        raise UserError(
            f"The note has {len(words):,} characters; {NOTE_AT_MOST:,} are the most. Say where the rest is."
        )
    keys = result.findings["finding"].to_pylist()
    if finding not in keys:
        raise UserError(
            f"{result.check.id} has no finding {finding!r} here; list them with --rule {result.check.id}."
        )
    row = result.findings.slice(keys.index(finding), 1).to_pylist()[0]
    rows, amount = len(row["row_ids"] or ()), row["amount_at_stake"]
    new = Acknowledgement(result.check.id, result.check.version, finding, words, rows, amount)

    def change(kept: dict[Key, Acknowledgement]) -> None:
        earlier = kept.get((new.rule, new.finding))
        holds = earlier is not None and earlier.holds_for(new.version, rows, amount)
        kept[new.rule, new.finding] = replace(earlier, note=words) if earlier is not None and holds else new

    _change(portfolio_folder, change)
    return new


def withdraw(portfolio_folder: Path, rule: str, finding: str) -> None:
    """Take back an acknowledgement; raises UserError when there is none, or the folder cannot be written."""

    def change(kept: dict[Key, Acknowledgement]) -> None:
        if kept.pop((rule, finding), None) is None:
            raise UserError(f"The finding {finding!r} of {rule} is not acknowledged; nothing to take back.")

    _change(portfolio_folder, change)


def _from_line(path: Path, number: int, line: str) -> Acknowledgement:
    try:
        values = json.loads(line)
        amount = values["amount"]
        return Acknowledgement(
            str(values["rule"]),
            int(values["version"]),
            str(values["finding"]),
            str(values["note"]),
            int(values["rows"]),
            None if amount is None else _amount(amount),
        )
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError) as error:
        raise UserError(
            f"{path}, line {number}: no acknowledgement ({error}). Mend or remove the line."
        ) from error


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(f"the amount is {amount}")
    return amount


def _change(folder: Path, change: Callable[[dict[Key, Acknowledgement]], None]) -> None:
    """Read what is kept, change it and put it in place anew, while no other process does so."""
    if is_part_of_the_program(folder):
        raise UserError(
            f"{folder} is part of the installed program, so no acknowledgement can be kept in it. "
            "Copy that folder, or write a demo of your own: portfolio-tui demo FOLDER."
        )
    try:
        with locked(folder, is_patient=False):
            kept = dict(read_acknowledgements(folder).by_finding)
            change(kept)
            text = "".join(f"{_line(one)}\n" for _, one in sorted(kept.items()))
            replace_text(folder / FILE_NAME, text)
    except OSError as error:
        raise UserError(
            f"{folder / FILE_NAME} cannot be written ({error.strerror or error}), so nothing is kept. "
            "Copy the portfolio to a folder that you may write."
        ) from error


def _line(one: Acknowledgement) -> str:
    values = {
        "rule": one.rule,
        "version": one.version,
        "finding": one.finding,
        "rows": one.rows,
        "amount": None if one.amount is None else str(one.amount),
        "note": one.note,
    }
    return json.dumps(values, ensure_ascii=False)

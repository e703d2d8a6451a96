"""Verifies an extract: does it still follow from a portfolio, and is it what was written?"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import duckdb

from portfolio_tui.errors import UserError
from portfolio_tui.extract.cancellation import Cancellation
from portfolio_tui.extract.comparing import Compared, compare
from portfolio_tui.extract.extract import ExtractReport, NothingToPartitionError, write_extract
from portfolio_tui.extract.personal import is_personal
from portfolio_tui.extract.plan import ExtractPlan
from portfolio_tui.extract.provenance import Provenance, ProvenanceError, ReadProvenance
from portfolio_tui.extract.provenance_files import read_provenance, sum_of_extract
from portfolio_tui.portfolio.fingerprint import fingerprint
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.errors import FenceError, QueryFailedError


class Answer(StrEnum):
    """What verifying an extract says."""

    SAME = "same"
    CHANGED = "changed"
    ALTERED = "altered"
    ELSEWHERE = "not from this portfolio"


@dataclass(frozen=True)
class ComparedTotal:
    """The total of a column as recorded and as it is now, None where there is no such column any more."""

    column: str
    then: Decimal
    now: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """How much it grew."""
        return None if self.now is None else self.now - self.then


@dataclass(frozen=True)
class Verdict:
    """The answer, why, and what differs.

    `altered` names what was altered, "rows" or "metadata" or both; `files_changed` tells that the portfolio's
    files are not those of then; `compared` and `totals` are there when the query was run again.
    """

    answer: Answer
    provenance: Provenance
    reason: str
    altered: tuple[str, ...] = ()
    files_changed: bool = False
    compared: Compared | None = None
    totals: tuple[ComparedTotal, ...] = ()

    @property
    def changed_totals(self) -> tuple[ComparedTotal, ...]:
        """The totals that are not what they were."""
        return tuple(total for total in self.totals if total.now != total.then)


def verify(extract: Path, portfolio: Portfolio, cancellation: Cancellation | None = None) -> Verdict:
    """Run the recorded query of `extract` on `portfolio` again and say whether the rows are the same.

    Raises ProvenanceError where the extract says nothing of its origin, and UserError where it or the
    portfolio cannot be read.
    """
    cancellation = cancellation or Cancellation()
    found = read_provenance(extract)
    provenance = found.provenance
    try:
        altered = what_was_altered(extract, found)
        if altered:
            reason = f"Its {' and '.join(altered)} are not as they were written."
            return Verdict(Answer.ALTERED, provenance, reason, altered)
        if _is_elsewhere(provenance, portfolio):
            reason = f"It was made from {provenance.portfolio}; this is {portfolio.name}, with other files."
            return Verdict(Answer.ELSEWHERE, provenance, reason, files_changed=True)
        with tempfile.TemporaryDirectory(prefix="portfolio-tui-") as folder:
            return _run_again(extract, provenance, portfolio, Path(folder), cancellation)
    except OSError as error:
        raise UserError(f"{extract} cannot be verified ({error}).") from error


def what_was_altered(extract: Path, found: ReadProvenance) -> tuple[str, ...]:
    """Return which of "rows" and "metadata" are not as they were written, going by their own sums."""
    try:
        rows_untouched = sum_of_extract(extract) == found.provenance.data_sha256
    except ProvenanceError:  # a file of a folder has lost its provenance
        rows_untouched = False
    return (*(() if rows_untouched else ("rows",)), *(() if found.is_untouched else ("metadata",)))


def _is_elsewhere(provenance: Provenance, portfolio: Portfolio) -> bool:
    return portfolio.name != provenance.portfolio and fingerprint(portfolio.folder) != provenance.fingerprint


def _run_again(
    extract: Path, provenance: Provenance, portfolio: Portfolio, folder: Path, cancellation: Cancellation
) -> Verdict:
    plan = _plan(provenance, portfolio, folder)
    try:
        report = write_extract(plan, cancellation=cancellation)
    except FenceError as error:
        reason = f"The SQL that it names is none that portfolio-tui runs. {error}"
        return Verdict(Answer.ALTERED, provenance, reason, altered=("metadata",))
    except NothingToPartitionError:
        return _all_gone(provenance)
    except QueryFailedError as error:
        if not isinstance(error.__cause__, duckdb.BinderException | duckdb.CatalogException):
            raise
        reason = f"The recorded query does not run on the portfolio as it is now. {error}"
        return Verdict(Answer.CHANGED, provenance, reason, files_changed=True)
    return _compared(extract, provenance, report, cancellation)


def _plan(provenance: Provenance, portfolio: Portfolio, folder: Path) -> ExtractPlan:
    """Return the plan that the extract was made by, on `portfolio` and into `folder`."""
    return ExtractPlan(
        portfolio,
        DocumentedSQL(
            provenance.query,
            Path(provenance.query),
            provenance.sql,
            {"title": provenance.title},
            sees_further_columns=provenance.sees_further_columns,
        ),
        folder / "again",
        provenance.format,
        {name: recorded.typed() for name, recorded in provenance.parameters.items()},
        replace(provenance.scope, as_of=provenance.as_of),
        provenance.partition_by,
        personal_columns=tuple(column.name for column in provenance.columns if is_personal(column.name)),
        kept=provenance.kept,
    )


def _all_gone(provenance: Provenance) -> Verdict:
    nothing = dict.fromkeys(provenance.totals, Decimal(0))
    compared = Compared(provenance.rows, 0, provenance.rows, 0, 0, ())
    return Verdict(
        Answer.CHANGED,
        provenance,
        "",
        (),
        files_changed=True,
        compared=compared,
        totals=_totals(provenance, nothing),
    )


def _compared(
    extract: Path, provenance: Provenance, report: ExtractReport, cancellation: Cancellation
) -> Verdict:
    now = report.provenance
    files_changed = now.fingerprint != provenance.fingerprint
    totals = _totals(provenance, now.totals)
    names_then, names_now = ([column.name for column in one.columns] for one in (provenance, now))
    if names_then != names_now:
        reason = f"Its columns were {', '.join(names_then)}; now they are {', '.join(names_now)}."
        return Verdict(Answer.CHANGED, provenance, reason, (), files_changed, None, totals)
    compared = _compare(extract, provenance, report, cancellation)
    verdict = Verdict(Answer.SAME, provenance, "", (), files_changed, compared, totals)
    has_totals = all(compared.totals_then.get(name, it) == it for name, it in provenance.totals.items())
    is_untrue = compared.rows_then != provenance.rows or not has_totals
    if is_untrue or (compared.are_same and verdict.changed_totals):
        reason = "The rows or totals that it names are not those that it has."
        return replace(verdict, answer=Answer.ALTERED, altered=("metadata",), reason=reason)
    if compared.are_same:
        return verdict
    if files_changed:
        return replace(verdict, answer=Answer.CHANGED)
    if now.software != provenance.software:
        then = ", ".join(f"{name} {version}" for name, version in provenance.software.items())
        return replace(
            verdict, answer=Answer.CHANGED, reason=f"The files are those of then; it was made by {then}."
        )
    reason = (
        "The portfolio is byte for byte the one it was made from, and gives other rows. Either rows or "
        "metadata were altered and the sums made anew, or the query has no one answer, as a LIMIT without "
        "an ORDER BY has none."
    )
    return replace(verdict, answer=Answer.ALTERED, altered=("rows or metadata",), reason=reason)


def _compare(
    extract: Path, provenance: Provenance, report: ExtractReport, cancellation: Cancellation
) -> Compared:
    try:
        return compare(extract, report.path, provenance, report.provenance.columns, cancellation.on_cancel)
    except duckdb.InterruptException:
        cancellation.check()
        raise
    except duckdb.Error as error:
        raise UserError(f"{extract} cannot be compared ({str(error).splitlines()[0]}).") from error


def _totals(provenance: Provenance, now: Mapping[str, Decimal]) -> tuple[ComparedTotal, ...]:
    return tuple(ComparedTotal(name, then, now.get(name)) for name, then in provenance.totals.items())

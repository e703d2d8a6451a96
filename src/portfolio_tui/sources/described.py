"""Merges what the figures are about, contracts and vendors and the like, into the portfolio's tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.portfolio.schema import table_named
from portfolio_tui.sources.cells import shown
from portfolio_tui.sources.file_reading import FileRead
from portfolio_tui.sources.import_log import LoggedTable
from portfolio_tui.sources.merging import merge, no_rows
from portfolio_tui.sources.outcome import SHOWN_AT_MOST, Examples, Restatement, TableOutcome
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.target import existing_rows

_TELLING = {"contracts": "title"}
"""The column by which a row is shown in one line."""


@dataclass(frozen=True)
class DescribedTable:
    """A table with the records of every file merged in, and what that did; `withdrawn` are rows it lost."""

    rows: pl.DataFrame
    logged: LoggedTable
    has_changed: bool
    withdrawn: pl.DataFrame

    def withdrawn_examples(self) -> Examples[Restatement]:
        """Return the first of the rows withdrawn, each by what it was called.

        A table without a key loses none.
        """
        if not self.withdrawn.height:
            return Examples(0, ())
        name = self.logged.outcome.name
        key, telling = table_named(name).key[0], _TELLING.get(name, "")
        examples = (
            Restatement(name, row[key], telling, row[telling], None, None, is_withdrawn=True)
            for row in self.withdrawn.head(SHOWN_AT_MOST).iter_rows(named=True)
        )
        return Examples.of(examples, self.withdrawn.height)


def merged_table(
    name: str,
    portfolio: Portfolio | None,
    reads: Sequence[FileRead],
    profile: Profile,
    whole_reports: Path | None = None,
) -> DescribedTable:
    """Merge the records that the files hold of the table `name` into its rows, one file after the other.

    Rows of the reports in the file `whole_reports` that no file tells of are withdrawn. Raises UserError when
    the table cannot take the records.
    """
    table = table_named(name)
    existing = None if portfolio is None else existing_rows(portfolio, table)
    rows = no_rows(table) if existing is None else existing
    outcome = TableOutcome(name)
    has_changed = existing is None
    before = rows.height
    for read in reads:
        if name not in read.described:
            continue
        records = read.described[name]
        if name == "contracts":
            _check_same_alliance(rows, records, read.outcome.file_name, profile)
        merged = merge(table, rows, records)
        rows = merged.rows
        outcome = outcome.plus(TableOutcome(name, merged.added, merged.replaced.height, merged.same))
        has_changed = has_changed or merged.has_changed
    withdrawn = _withdrawn(name, rows, reads, profile, whole_reports)
    if withdrawn.height:
        rows = rows.join(withdrawn, on=table.key, how="anti")
        outcome = replace(outcome, withdrawn=withdrawn.height)
        has_changed = True
    return DescribedTable(rows, LoggedTable(outcome, before, rows.height), has_changed, withdrawn)


def _withdrawn(
    name: str, rows: pl.DataFrame, reads: Sequence[FileRead], profile: Profile, whole_reports: Path | None
) -> pl.DataFrame:
    """Return the rows of reports brought whole that no file tells of any more; tables may know no reports."""
    if whole_reports is None or profile.report is None or not {*profile.report.same} <= {*rows.columns}:
        return rows.clear()
    told = pl.concat([read.described[name].select(table_named(name).key) for read in reads])
    of_reports = rows.join(pl.read_parquet(whole_reports), on=profile.report.same, how="semi")
    return of_reports.join(told, on=table_named(name).key, how="anti")


def _check_same_alliance(rows: pl.DataFrame, records: pl.DataFrame, file_name: str, profile: Profile) -> None:
    """Refuse contracts that carry the id of another alliance's contract: they are not the same one.

    Between alliances that the profile tells apart by words a contract may move: its words were changed.
    """
    both = records.select("contract_id", "alliance_id").join(
        rows.select("contract_id", pl.col("alliance_id").alias("alliance_id_there")), on="contract_id"
    )
    strangers = both.filter(
        pl.col("alliance_id") != pl.col("alliance_id_there"),
        ~pl.col("alliance_id_there").is_in(profile.alliances_by_words),
    )
    for contract_id, alliance_id, there in strangers.iter_rows():
        raise UserError(
            f'{file_name} has a contract {shown(contract_id)} of the alliance "{alliance_id}", and the '
            f'portfolio has one of that id of "{there}". Import it into a folder of its own, or make the ids '
            "differ by joining a further column to contract_id in the profile."
        )

"""Merges what files bring to one table of figures into the rows that the portfolio has of it.

Rows are the same when their keys are. What does not fit the memory of the engine is set aside on disk.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pyarrow.parquet as pq

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import Table
from portfolio_tui.query.raw_views import literal, pattern_of, quoted
from portfolio_tui.sources.figures.changes import FigureChanges
from portfolio_tui.sources.figures.columns import FigureColumns, listed
from portfolio_tui.sources.figures.engine import MergeEngine
from portfolio_tui.sources.outcome import TableOutcome
from portfolio_tui.sources.profile import Profile, Report


@dataclass(frozen=True)
class FigureTable:
    """One table of figures: its files in the portfolio, and the parts that each file of the import brings.

    `own_files` are the names of the files that no other profile has read: of their rows reports are made.
    `whole_reports` is a file of reports that the files bring whole, be it without a row of this table.
    """

    table: Table
    existing: tuple[Path, ...]
    brought: tuple[tuple[Path, ...], ...]
    profile: Profile
    own_files: tuple[str, ...]
    whole_reports: Path | None = None

    @property
    def parts(self) -> tuple[Path, ...]:
        """The parts that all the files bring."""
        return tuple(part for parts in self.brought for part in parts)


@dataclass(frozen=True)
class FigureTotals:
    """How many rows there are, the control total of their amounts, and their newest day."""

    rows: int
    amount: Decimal | None
    newest_day: dt.date | None


class FigureMerge:
    """The merge of one table, worked out when it is made and written by nobody yet."""

    def __init__(self, engine: MergeEngine, given: FigureTable) -> None:
        """Compare what is brought with what is there.

        Raises UserError when rows of the portfolio repeat a key, or cannot be read.
        """
        self.given = given
        self.engine = engine
        self.columns = FigureColumns(
            given.table, _names_in(given.existing, given.table), _names_in(given.parts, given.table)
        )
        self._open_views()
        self.before = self._totals("existing")
        self._is_repeating = len(given.brought) > 1 and bool(given.parts)
        self._drop()
        self._compare()
        self.outcome = self._outcome()
        self._settle()
        self.changes = FigureChanges(engine, self.columns)
        self.changes.record(within=self._is_repeating, replaced=self.loses_rows)

    @property
    def loses_rows(self) -> bool:
        """Whether rows of the portfolio are replaced or withdrawn."""
        return bool(self._lost_rows)

    @property
    def has_changed(self) -> bool:
        """Whether the table is another one once it is written; one that was not there is."""
        return not self.given.existing or self.loses_rows or bool(self._arriving_rows)

    @property
    def takes_all(self) -> bool:
        """Whether every row brought is a new one."""
        return not self._lost_rows and not self._left_out_rows

    @property
    def has_arrivals(self) -> bool:
        """Whether any row is added, or replaces another."""
        return bool(self._arriving_rows)

    @cached_property
    def after(self) -> FigureTotals:
        """The totals of the table once it is written."""
        if not self.before.rows:
            return self._totals("arrivals")
        return self._totals("(SELECT * FROM remaining UNION ALL BY NAME FROM arrivals)")

    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the oldest and the newest day of what was brought."""
        first, newest = self.columns.first_day(), self.columns.newest_day()
        return self.engine.rows("days", first=first, newest=newest)[0]

    def _open_views(self) -> None:
        self._view("existing", self.given.existing, {file: at for at, file in enumerate(self.given.existing)})
        numbered = {part: at for at, parts in enumerate(self.given.brought, 1) for part in parts}
        self._view("brought", self.given.parts, numbered)
        self.engine.run("dropped")
        self.engine.run("fresh_all")

    def _view(self, name: str, files: Sequence[Path], numbers: Mapping[Path, int]) -> None:
        self.engine.run(
            name,
            columns=self.columns.selection(_names_in(files, self.given.table)),
            key=self.columns.key(),
            compared=self.columns.row_hash(),
            source=_source_of(files, numbers) if files else "(SELECT 0 AS _number LIMIT 0)",
        )

    def _drop(self) -> None:
        """Leave out the rows of older reports, zeros that say nothing, and rows that a later file repeats."""
        profile = self.given.profile
        if profile.report is not None:
            self._find_reports(profile.report)
        if profile.quarters is not None:
            self.engine.run("new_zeros")
        if self.engine.rows_of("SELECT 1 FROM dropped LIMIT 1"):
            self.engine.run("fresh")
        if self._is_repeating:
            self.engine.run("versions")
            self.engine.run("repeats")
            self.engine.run("fresh")

    def _find_reports(self, report: Report) -> None:
        same = listed(report.same)
        self.engine.run("own_files", names=f"[{', '.join(map(literal, self.given.own_files))}]")
        version = "NULL::DATE" if report.version is None else quoted(report.version)
        self.engine.run("reports", same=same, version=version)
        self.engine.run("superseded", same=same)
        if self.given.whole_reports is not None:
            file = literal(pattern_of(self.given.whole_reports))
            self.engine.run("whole_reports", same=same, file=file)

    def _compare(self) -> None:
        """Find the rows that the portfolio has not, and the rows that it is to lose."""
        self.engine.run("arriving" if self.before.rows else "arriving_all")
        self.engine.run("replaced" if self.before.rows and self.given.table.key else "no_replaced")
        if self.engine.count("repeated_keys"):
            raise UserError(
                f"{self.given.existing[0]} repeats values of its key ({', '.join(self.given.table.key)}). "
                "Remove the repeats."
            )
        report = self.given.profile.report
        if report is None or not self.before.rows:
            self.engine.run("no_withdrawn")
        else:
            self.engine.run("withdrawn", same=listed(report.same))
        self.engine.run("gone")
        self.engine.run("remaining")

    def _outcome(self) -> TableOutcome:
        fresh, arriving, replaced, withdrawn, superseded, dropped = self.engine.rows("counts")[0]
        self._arriving_rows = arriving
        self._lost_rows = replaced + withdrawn
        self._left_out_rows = dropped + fresh - arriving
        outcome = TableOutcome(
            self.given.table.name, arriving - replaced, replaced, fresh - arriving, withdrawn, superseded
        )
        if not self._is_repeating:
            return outcome
        replaced_within, same_within = self.engine.rows("version_counts")[0]
        return outcome.plus(TableOutcome(outcome.name, replaced=replaced_within, same=same_within))

    def _settle(self) -> None:
        """Say which rows are to be added, with every column of the table."""
        if self.takes_all:
            self.engine.run("arrivals_all", columns=listed(self.columns.all))
        elif not self._lost_rows:
            self.engine.run("arrivals_new", columns=listed(self.columns.all))
        else:
            brought = set(self.columns.brought)
            columns = (f"{'fresh' if name in brought else 'old'}.{quoted(name)}" for name in self.columns.all)
            self.engine.run("arrivals", columns=", ".join(columns))

    def _totals(self, rows: str) -> FigureTotals:
        found = self.engine.rows(
            "totals", total=self.columns.control_total(), newest_day=self.columns.newest_day(), rows=rows
        )
        return FigureTotals(*found[0])


def _names_in(files: Sequence[Path], table: Table) -> tuple[str, ...]:
    """Return the columns that one or more of the Parquet files have, in the order in which they are found.

    Those of the table are called as it calls them: upper and lower case are the same, as they are in SQL.
    """
    known = {column.name for column in table.columns}
    found = (name for file in files for name in pq.read_schema(file).names)
    return tuple(dict.fromkeys(name.lower() if name.lower() in known else name for name in found))


def _source_of(files: Sequence[Path], numbers: Mapping[Path, int]) -> str:
    """Return the SQL of the rows of some files, with the number of each."""
    paths = ", ".join(literal(pattern_of(path)) for path in files)
    if len(set(numbers.values())) == 1:
        number = next(iter(numbers.values()))
        rows = f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)"
        return f"(SELECT *, {number} AS _number FROM {rows})"  # noqa: S608 the paths are quoted
    values = ", ".join(f"({literal(str(path.absolute()))}, {number})" for path, number in numbers.items())
    options = "union_by_name = true, hive_partitioning = false, filename = '_file'"
    return (
        f"(read_parquet([{paths}], {options}) "
        f"JOIN (VALUES {values}) AS numbered(_file, _number) USING (_file))"
    )

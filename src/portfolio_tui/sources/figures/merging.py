"""Merges what files bring to one table of figures into the rows that the portfolio has of it.

Rows are the same when their keys are. What does not fit the memory of the engine is set aside on disk.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pyarrow.parquet as pq

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.schema import Table
from portfolio_tui.query.raw_views import literal, pattern_of, quoted
from portfolio_tui.sources.figures.columns import FigureColumns, listed
from portfolio_tui.sources.figures.engine import MergeEngine
from portfolio_tui.sources.outcome import SHOWN_AT_MOST, Examples, Restatement, TableOutcome
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.records import SOURCE_FILE

RESTATED = "restated"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class FigureTable:
    """One table of figures: its files in the portfolio, and the parts that each file of the import brings.

    `own_files` are the names of the files that no other profile has read: of their rows reports are made.
    """

    table: Table
    existing: tuple[Path, ...]
    brought: tuple[tuple[Path, ...], ...]
    profile: Profile
    own_files: tuple[str, ...]

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
        self.columns = FigureColumns(given.table, names_in(given.existing), names_in(given.parts))
        self._open_views()
        self._drop()
        self._meet()
        self._record_changes()

    @cached_property
    def outcome(self) -> TableOutcome:
        """What became of the records brought."""
        added, replaced, same, withdrawn, superseded = self.engine.rows("counts")[0]
        if self._is_repeating:
            replaced_within, same_within = self.engine.rows("version_counts")[0]
            replaced, same = replaced + replaced_within, same + same_within
        return TableOutcome(self.given.table.name, added, replaced, same, withdrawn, superseded)

    @cached_property
    def before(self) -> FigureTotals:
        """The totals of the table as it is in the portfolio."""
        return self._totals("existing")

    @cached_property
    def after(self) -> FigureTotals:
        """The totals of the table once it is written."""
        if not self.loses_rows and not self.before.rows:
            return self._totals("arrivals")
        return self._totals("(SELECT * FROM remaining UNION ALL BY NAME FROM arrivals)")

    @cached_property
    def loses_rows(self) -> bool:
        """Whether rows of the portfolio are replaced or withdrawn."""
        return bool(self.engine.rows_of("SELECT 1 FROM gone LIMIT 1"))

    @cached_property
    def takes_all(self) -> bool:
        """Whether every row brought is a new one."""
        none = "SELECT 1 FROM met UNION ALL SELECT 1 FROM dropped LIMIT 1"
        return not self.engine.rows_of(none)

    @cached_property
    def has_changed(self) -> bool:
        """Whether the table is another one once it is written; one that was not there is."""
        has_arrivals = bool(self.engine.rows_of("SELECT 1 FROM arrivals LIMIT 1"))
        return not self.given.existing or self.loses_rows or has_arrivals

    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the oldest and the newest day of what was brought."""
        first, newest = self.columns.first_day(), self.columns.newest_day()
        return self.engine.rows("days", first=first, newest=newest)[0]

    def restated(self) -> Examples[Restatement]:
        """Return the first values that others took the place of."""
        return self._changes(RESTATED, "true")

    def withdrawn(self) -> Examples[Restatement]:
        """Return the amounts of the first rows withdrawn; their total counts rows."""
        shown = self._changes(WITHDRAWN, f"column_name IN ({_texts(self.columns.money())})")
        return Examples(self.outcome.withdrawn, shown.first)

    def _open_views(self) -> None:
        self._view("existing", self.given.existing, _source_of(self.given.existing), file="_file")
        source, number = _source_of(self.given.parts), "1"
        if len(self.given.brought) > 1 and self.given.parts:
            numbered = ((part, at) for at, parts in enumerate(self.given.brought, 1) for part in parts)
            values = ", ".join(f"({literal(str(part.absolute()))}, {at})" for part, at in numbered)
            source, number = (
                f"{source} JOIN (VALUES {values}) AS parts(_file, _number) USING (_file)",
                "_number",
            )
        self._view("brought", self.given.parts, source, number=number)
        self.engine.run("dropped")
        self.engine.run("fresh_all")

    def _view(self, name: str, files: Sequence[Path], source: str, **parts: str) -> None:
        self.engine.run(
            name,
            columns=self.columns.selection(names_in(files)),
            key=self.columns.key(),
            compared=self.columns.row_hash(),
            source=source if files else "(SELECT '' AS _file, 0 AS _number LIMIT 0)",
            **parts,
        )

    def _drop(self) -> None:
        """Leave out the rows of older reports, zeros that say nothing, and rows that a later file repeats."""
        profile = self.given.profile
        if profile.report is not None:
            self.engine.run("own_files", names=f"[{_texts(self.given.own_files)}]")
            version = profile.report.version
            self.engine.run(
                "reports",
                same=listed(profile.report.same),
                version="NULL::DATE" if version is None else quoted(version),
            )
            self.engine.run("superseded", same=listed(profile.report.same))
        if profile.quarters is not None:
            self.engine.run("new_zeros")
        self._is_repeating = len(self.given.brought) > 1 and bool(self.given.parts)
        if self.engine.rows_of("SELECT 1 FROM dropped LIMIT 1"):
            self.engine.run("fresh")
        if self._is_repeating:
            self.engine.run("versions")
            self.engine.run("repeats")
            self.engine.run("fresh")

    def _meet(self) -> None:
        """Find the rows that the portfolio has already, and those that it is to lose."""
        self.engine.run("met")
        if not self.given.table.key:
            self.engine.run("met_once")
        elif self.engine.count("repeated_keys"):
            raise UserError(
                f"{self.given.existing[0]} repeats values of its key ({', '.join(self.given.table.key)}). "
                "Remove the repeats."
            )
        if self.given.profile.report is None:
            self.engine.run("no_withdrawn")
        else:
            self.engine.run("withdrawn", same=listed(self.given.profile.report.same))
        self.engine.run("gone")
        self.engine.run("remaining")
        if self.takes_all:
            self.engine.run("arrivals_all", columns=listed(self.columns.all))
        else:
            brought = set(self.columns.brought)
            columns = (f"{'fresh' if name in brought else 'old'}.{quoted(name)}" for name in self.columns.all)
            self.engine.run("arrivals", columns=", ".join(columns))

    def _record_changes(self) -> None:
        """Record each value that another takes the place of, and each value of a row that is withdrawn."""
        self.engine.run("changes")
        if self._is_repeating:
            pairs = (
                "versions JOIN brought AS old ON old._key = versions._key AND old._number = number_before "
                "JOIN brought AS new ON new._key = versions._key AND new._number = versions._number "
                "AND says_else"
            )
            self._record(RESTATED, pairs)
        if self.loses_rows:
            self._record(
                RESTATED,
                "(FROM existing SEMI JOIN (FROM met WHERE NOT is_same) USING (_key)) AS old "
                "JOIN fresh AS new USING (_key)",
            )
            nothing = "(FROM fresh LIMIT 0) AS new"
            self._record(
                WITHDRAWN,
                f"(FROM existing SEMI JOIN withdrawn USING (_key)) AS old LEFT JOIN {nothing} USING (_key)",
            )

    def _record(self, change: str, pairs: str) -> None:
        there = {
            f"{side}_source_file": f"{side}.{SOURCE_FILE}" if SOURCE_FILE in self.columns.all else "NULL"
            for side in ("old", "new")
        }
        self.engine.run(
            "restated",
            change=change,
            row_key=self.columns.row_key("old"),
            values=self.columns.values(),
            pairs=pairs,
            **there,
        )

    def _changes(self, change: str, is_shown: str) -> Examples[Restatement]:
        found = self.engine.rows(
            "change_examples", change=change, is_shown=is_shown, limit=str(SHOWN_AT_MOST)
        )
        first = tuple(
            Restatement(self.given.table.name, key, column, old, new, difference, change == WITHDRAWN)
            for key, column, old, new, difference in found
        )
        return Examples(self.engine.count("change_count", change=change), first)

    def _totals(self, rows: str) -> FigureTotals:
        found = self.engine.rows(
            "totals", total=self.columns.control_total(), newest_day=self.columns.newest_day(), rows=rows
        )
        return FigureTotals(*found[0])


def names_in(files: Sequence[Path]) -> tuple[str, ...]:
    """Return the columns that one or more of the Parquet files have, in the order in which they are found."""
    return tuple(dict.fromkeys(name for file in files for name in pq.read_schema(file).names))


def _source_of(files: Sequence[Path]) -> str:
    paths = ", ".join(literal(pattern_of(path)) for path in files)
    options = "union_by_name = true, hive_partitioning = false, filename = '_file'"
    return f"read_parquet([{paths}], {options})"


def _texts(texts: Sequence[str]) -> str:
    return ", ".join(map(literal, texts))

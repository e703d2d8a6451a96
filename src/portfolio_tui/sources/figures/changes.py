"""Records which values of figures others take the place of, and by how much."""

from pathlib import Path

from portfolio_tui.query.raw_views import literal
from portfolio_tui.sources.figures.columns import TELLING, FigureColumns
from portfolio_tui.sources.figures.engine import MergeEngine
from portfolio_tui.sources.outcome import SHOWN_AT_MOST, Examples, Restatement
from portfolio_tui.sources.records import SOURCE_FILE
from portfolio_tui.sources.restatements import WITHDRAWN

RESTATED = "restated"

_WITHIN = (
    "(FROM versions WHERE says_else) AS later "
    "JOIN brought AS old ON old._key = later._key AND old._number = later.number_before "
    "JOIN brought AS new ON new._key = later._key AND new._number = later._number"
)
_REPLACED = "(FROM existing SEMI JOIN replaced USING (_key)) AS old JOIN fresh AS new ON new._key = old._key"
_WITHDRAWN = (
    "(FROM existing SEMI JOIN withdrawn USING (_key)) AS old "
    "LEFT JOIN (FROM fresh LIMIT 0) AS new ON new._key = old._key"
)


class FigureChanges:
    """The values of one table that a merge changes."""

    def __init__(self, engine: MergeEngine, columns: FigureColumns) -> None:
        """Take the engine in which the merge is worked out."""
        self._engine = engine
        self._columns = columns

    def record(self, *, within: bool, replaced: bool) -> None:
        """Record what the files of the import say differently, and what takes the place of rows there."""
        self._engine.run("changes")
        if within:
            self._record(RESTATED, _WITHIN)
        if replaced:
            self._record(RESTATED, _REPLACED)
            self._record(WITHDRAWN, _WITHDRAWN)

    def restated(self) -> Examples[Restatement]:
        """Return the first values that others took the place of."""
        total = self._engine.count("change_count", change=RESTATED)
        return Examples(total, self._first(RESTATED, "true"))

    def withdrawn(self, rows: int) -> Examples[Restatement]:
        """Return the amounts of the first of the `rows` withdrawn; the total counts rows."""
        amount = literal(TELLING.get(self._columns.table.name, ""))
        return Examples(rows, self._first(WITHDRAWN, f"column_name = {amount}"))

    def write(self, target: Path, import_number: int) -> None:
        """Write every change into the Parquet file `target`."""
        self._engine.run(
            "write_changes",
            number=str(import_number),
            table=literal(self._columns.table.name),
            target=literal(str(target)),
        )

    def _record(self, change: str, pairs: str) -> None:
        has_source = SOURCE_FILE in self._columns.all
        there = {
            f"{side}_source_file": f"{side}.{SOURCE_FILE}" if has_source else "NULL"
            for side in ("old", "new")
        }
        self._engine.run(
            "restated",
            change=change,
            row_key=self._columns.row_key("old"),
            values=self._columns.values(),
            pairs=pairs,
            **there,
        )

    def _first(self, change: str, is_shown: str) -> tuple[Restatement, ...]:
        limit = str(SHOWN_AT_MOST)
        found = self._engine.rows("change_examples", change=change, is_shown=is_shown, limit=limit)
        return tuple(
            Restatement(self._columns.table.name, key, column, old, new, difference, change == WITHDRAWN)
            for key, column, old, new, difference in found
        )

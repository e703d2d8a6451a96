"""What an extract is to hold and where it is to lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from portfolio_tui.errors import UserError
from portfolio_tui.extract.kept_rows import KeptRows
from portfolio_tui.extract.personal import left_out_unless_named
from portfolio_tui.extract.writers import PARQUET, file_formats, suffix_of
from portfolio_tui.portfolio.opening import Portfolio
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.query.raw_views import quoted
from portfolio_tui.query.running_query import ResultColumn
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest
from portfolio_tui.query.statement_text import without_semicolon

PARTITION_COLUMNS = {"state": "state", "fiscal_year": "fiscal_year", "alliance": "alliance_id"}
"""What an extract can be partitioned by, and the column that says it."""

LONGEST_SECONDS = 86_400.0
"""How long an extract may take where nothing else is said: a day."""

_FOLDER = Path(__file__).parent
_RECKONED = {
    "fiscal_year": ("with_fiscal_year.sql", ("spent_on", "state")),
    "alliance_id": ("with_alliance.sql", ("contract_id",)),
}
"""Columns that can be reckoned: by which SQL, and from which columns, the first being put into it."""

_EVERYTHING = Scope()


@dataclass(frozen=True)
class ExtractPlan:
    """A query with the values and the scope it runs with, and the file or folder that its rows go to.

    `personal_columns` names the columns with people's names or contacts that are to go along, `partition_by`
    some of PARTITION_COLUMNS. An existing target is replaced only where `replace` says so.
    """

    portfolio: Portfolio
    query: DocumentedSQL
    target: Path
    format: str = PARQUET
    parameters: Mapping[str, Any] = field(default_factory=dict)
    scope: Scope = _EVERYTHING
    partition_by: tuple[str, ...] = ()
    replace: bool = False
    personal_columns: tuple[str, ...] = ()
    kept: KeptRows | None = None
    time_limit_seconds: float = LONGEST_SECONDS

    def __post_init__(self) -> None:
        """Refuse a format or a partitioning that there is not; raises UserError."""
        if self.format not in file_formats():
            raise UserError(f"There is no format {self.format!r}. {or_nearest(self.format, file_formats())}")
        for word in self.partition_by:
            if word not in PARTITION_COLUMNS:
                raise UserError(f"Nothing is partitioned by {word!r}. {or_nearest(word, PARTITION_COLUMNS)}")
        if self.partition_by and self.format != PARQUET:
            raise UserError(f"Only Parquet is partitioned, {self.format} is not. Write one file.")

    def request(self, number: int, query: DocumentedSQL | None = None) -> QueryRequest:
        """Return what to run: `query`, which `reckoned` gave, or the one of the rows kept."""
        parameters = dict(self.parameters)
        if self.kept is not None:
            parameters["kept_values"] = list(self.kept.values)
        return QueryRequest(
            number,
            query or self.kept_query(),
            self.scope,
            parameters,
            time_limit_seconds=self.time_limit_seconds,
        )

    def kept_query(self) -> DocumentedSQL:
        """Return the query, narrowed to the rows that are kept where a search left only some."""
        if self.kept is None:
            return self.query
        return around(self.query, "kept_rows.sql", self.kept.column)

    def reckoned(self, columns: Sequence[ResultColumn]) -> DocumentedSQL:
        """Return the query with a fiscal year or an alliance where it is partitioned by one that it lacks.

        Raises UserError when that cannot be reckoned from its `columns`.
        """
        names = [column.name for column in columns]
        query = self.kept_query()
        for word in self.partition_by:
            column = PARTITION_COLUMNS[word]
            if column in names:
                continue
            template, needed = _RECKONED.get(column, ("", ()))
            if template and all(name in names for name in needed):
                query = around(query, template, needed[0])
                continue
            raise UserError(
                f"{self.query.name} cannot be partitioned by {word}: it has no column {column}. "
                f"Its columns are {', '.join(names)}."
            )
        return query

    def chosen(self, columns: Sequence[ResultColumn]) -> tuple[list[ResultColumn], list[str]]:
        """Return which of `columns` go into the extract, and the names of those left out for people's sake.

        Raises UserError when a column is named that there is not, or when none would be left.
        """
        names = [column.name for column in columns]
        for name in self.personal_columns:
            if name not in names:
                raise UserError(f"{self.query.name} has no column {name!r}. {or_nearest(name, names)}")
        left_out = left_out_unless_named(names, self.personal_columns)
        chosen = [column for column in columns if column.name not in left_out]
        by = [PARTITION_COLUMNS[word] for word in self.partition_by]
        if all(column.name in by for column in chosen):
            raise UserError(
                f"{self.query.name} has no column left to write"
                + (
                    f": {', '.join(left_out)} hold people's names or contacts. Name those you need."
                    if left_out
                    else ". Partition by less."
                )
            )
        return chosen, left_out


def format_of(path: Path) -> str:
    """Return the format that the suffix of `path` stands for; raises UserError where it is of none."""
    suffixes = {suffix_of(name): name for name in file_formats()}
    if path.suffix.lower() not in suffixes:
        known = ", ".join(suffixes)
        raise UserError(f"{path}: the suffix does not tell the format. Use one of {known}, or name a format.")
    return suffixes[path.suffix.lower()]


def around(query: DocumentedSQL, template: str, column: str = "") -> DocumentedSQL:
    """Return `query` within the SQL of the file `template`, which says what comes of its rows."""
    text = (_FOLDER / template).read_text(encoding="utf-8").strip()
    sql = text.replace("{column}", quoted(column)).replace("{sql}", without_semicolon(query.sql))
    return replace(query, sql=sql)

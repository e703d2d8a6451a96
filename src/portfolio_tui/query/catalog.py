"""The catalog: what SQL over a portfolio can name, with types and meanings, known before any engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.portfolio.schema import TABLES, Table
from portfolio_tui.query.documented_sql import read_header
from portfolio_tui.query.raw_views import columns_of_merges

if TYPE_CHECKING:
    from portfolio_tui.portfolio.opening import Portfolio, TableFiles

UNSCOPED = "unscoped"
"""The schema whose tables the scope does not narrow."""

_VIEWS_FOLDER = Path(__file__).parent / "views"


@dataclass(frozen=True)
class CatalogColumn:
    """A column: its name as in the file, its SQL type (empty where only the files know) and its meaning."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class CatalogTable:
    """A table or view, with the schema that must be written before its name (empty where none must)."""

    schema: str
    name: str
    meaning: str
    columns: tuple[CatalogColumn, ...]


@dataclass(frozen=True)
class Catalog:
    """Everything that a statement can name: tables with their columns, and the portfolio's own functions."""

    tables: tuple[CatalogTable, ...]
    functions: tuple[CatalogColumn, ...] = ()
    """Functions beside the engine's own: name, type of the result, meaning."""

    def find(self, schema: str, name: str) -> CatalogTable | None:
        """Return the table of that name, read without regard to case as SQL does, or None."""
        wanted = (schema.casefold(), name.casefold())
        return next(
            (table for table in self.tables if (table.schema.casefold(), table.name.casefold()) == wanted),
            None,
        )


def catalog_of(portfolio: "Portfolio | None" = None) -> Catalog:
    """Return what can be named: every table, the further columns of `portfolio`, and the views over them."""
    files = {} if portfolio is None else portfolio.tables
    merged = frozenset() if portfolio is None else portfolio.name_variants.tables
    tables = tuple(_tables(files, merged))
    views = tuple(_view(name, columns, _known_columns()) for name, columns in _VIEWS.items())
    return Catalog((*tables, *views), _FUNCTIONS)


def _tables(files: Mapping[str, "TableFiles"], merged: frozenset[str]) -> Iterator[CatalogTable]:
    """Yield the tables in scope, the reference table, then the tables outside the scope."""
    columns = {table.name: _columns(table, files.get(table.name), merged) for table in TABLES}
    for table in TABLES:
        yield CatalogTable("", table.name, table.meaning, columns[table.name])
    yield _JURISDICTIONS
    for table in TABLES:
        meaning = f"{table.meaning} Whatever the scope."
        yield CatalogTable(UNSCOPED, table.name, meaning, _columns(table, None, merged))


def _columns(
    table: Table, files: "TableFiles | None", merged: frozenset[str] = frozenset()
) -> tuple[CatalogColumn, ...]:
    known = tuple(CatalogColumn(column.name, column.kind.value, column.meaning) for column in table.columns)
    further = () if files is None else files.further_columns
    return (
        *known,
        *(CatalogColumn(name, "", "A further column of this portfolio.") for name in further),
        *(
            CatalogColumn(name, "VARCHAR", meaning)
            for name, meaning in columns_of_merges(table, files, merged)
        ),
    )


def _known_columns() -> dict[str, CatalogColumn]:
    """Return a column for each name that views use: what the tables call so, else what is only in views."""
    named = {column.name: column for table in TABLES for column in _columns(table, None)}
    return {**named, **{column.name: column for column in _ONLY_IN_VIEWS}}


def _view(name: str, columns: str, known: Mapping[str, CatalogColumn]) -> CatalogTable:
    schema, _, bare_name = name.rpartition(".")
    meaning = read_header(_VIEWS_FOLDER / f"{bare_name}.sql")["description"]
    return CatalogTable(schema, bare_name, meaning, tuple(known[column] for column in columns.split()))


_BY_CONTRACT = "state contract_id alliance_id month net_amount sales_amount credit_amount line_count"
_ADDENDUM = (
    "addendum_id contract_id state entity_id effective_on ends_on ceiling_amount contract_ends_on first_day"
    " last_day in_force"
)
_VIEWS = {
    "monthly_spend": (
        "state contract_id alliance_id entity_type vendor_id category_code month net_amount sales_amount"
        " credit_amount line_count"
    ),
    "monthly_contract_spend": _BY_CONTRACT,
    "monthly_spend_any_period": _BY_CONTRACT,
    "monthly_spend_to_date": _BY_CONTRACT,
    "monthly_spend_year_before": _BY_CONTRACT,
    "addenda_in_force": _ADDENDUM,
    "usable_contracts": "state contract_id usable_from",
    "unscoped.addendum_terms": _ADDENDUM,
    "unscoped.alliance_groups": "alliance_id group_id group_name kind is_cooperative is_synthetic",
    "unscoped.contract_terms": "contract_id starts_on ends_on ceiling_amount in_force",
    "unscoped.dated_spend": (
        "by_line state contract_id alliance_id entity_type vendor_id category_code spent_on net_amount"
        " sales_amount credit_amount line_count"
    ),
    "unscoped.entity_kinds": "entity_id name entity_type",
    "unscoped.position_flows": "contract_id state after_on spent_on net_amount",
    "unscoped.vendor_names": "vendor_id name parent_id",
}
"""The views that people may want to name, with their columns in order."""

_ONLY_IN_VIEWS = (
    CatalogColumn("month", "DATE", "The first day of the month."),
    CatalogColumn("net_amount", "DECIMAL(38,2)", "Net spend: sales less credits."),
    CatalogColumn("sales_amount", "DECIMAL(38,2)", "The amounts above zero."),
    CatalogColumn("credit_amount", "DECIMAL(38,2)", "The amounts below zero."),
    CatalogColumn("line_count", "BIGINT", "How many rows of spend are in it."),
    CatalogColumn(
        "by_line", "BOOLEAN", "True for single lines, false for sums by month; read one of the two."
    ),
    CatalogColumn("usable_from", "DATE", "Since when orders may be placed; empty where it is not known."),
    CatalogColumn("contract_ends_on", "DATE", "The contract's end as it stood on the as-of date."),
    CatalogColumn("first_day", "DATE", "The first day on which orders may be placed."),
    CatalogColumn("last_day", "DATE", "The last day on which orders may be placed."),
    CatalogColumn("in_force", "BOOLEAN", "Whether the as-of date lies in its term."),
    CatalogColumn("group_id", "VARCHAR", "The alliance, or `own` for all states' own contracts."),
    CatalogColumn("group_name", "VARCHAR", "What the group is called."),
    CatalogColumn("is_cooperative", "BOOLEAN", "Whether states buy through it together."),
    CatalogColumn("after_on", "DATE", "The position before; what is counted came after this day."),
)
_JURISDICTIONS = CatalogTable(
    "",
    "jurisdictions",
    "The states, the District of Columbia and the territories, with when their fiscal years start.",
    (
        CatalogColumn("code", "VARCHAR", "The two-letter code, as any `state` column has it."),
        CatalogColumn("name", "VARCHAR", "The name."),
        CatalogColumn("fips", "VARCHAR", "The FIPS code."),
        CatalogColumn("kind", "VARCHAR", "State, district or territory."),
        CatalogColumn("region", "VARCHAR", "The census region."),
        CatalogColumn("fiscal_year_start_month", "INTEGER", "The month in which its fiscal year starts."),
    ),
)
_FUNCTIONS = (CatalogColumn("fiscal_year", "INTEGER", "fiscal_year(day, state): the year in which it ends."),)

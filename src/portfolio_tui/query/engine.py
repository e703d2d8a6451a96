"""The engine: one DuckDB connection over a portfolio's Parquet files, with the views that carry the scope.

The tables as they lie in the files are in the schema `unscoped`; the tables that people name are views in the
main schema and read the scope from variables that each cursor sets for itself. Both have the schema's columns
alone. Tables with further columns are in the schemas `in_files` and `whole` once more, with those.
"""

import datetime as dt
import tempfile
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from portfolio_tui.portfolio.name_merges import NameMerges, settle
from portfolio_tui.portfolio.name_variants import TABLE_OF_KIND
from portfolio_tui.portfolio.opening import REQUIRED_TABLE, Portfolio
from portfolio_tui.portfolio.problems import PortfolioError, Problem, Severity
from portfolio_tui.portfolio.reference import Jurisdiction, jurisdictions, other_places
from portfolio_tui.portfolio.schema import READ_IN_PLACE, TABLES, Table
from portfolio_tui.query.lazy_views import FROM_THE_START, VIEWS, WHOLE, LazyViews, text_of_view
from portfolio_tui.query.memory_backstop import keep_within_memory
from portfolio_tui.query.raw_views import (
    IN_FILES,
    fiscal_year_macro,
    merges_table,
    pattern_of,
    quoted,
    raw_table,
    raw_view,
    whole_view,
)
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.scope_variables import SummedMonths, scope_variables
from portfolio_tui.query.unreadable import unreadable_rows

SUMMED_LINES_AT_MOST = 40_000_000
"""More spend lines than this are not summed on opening, which would keep the first figures waiting."""

MEMORY_LIMIT = "4GB"
"""What queries may hold in memory; what can be set aside beyond that is, on the disk."""

_CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "preserve_insertion_order": False,
}


_OF_MERGES = frozenset(f"{what}_{table}" for table in TABLE_OF_KIND.values() for what in ("merged", "apart"))
_TABLES = frozenset(
    {"jurisdictions", "summed_months", *VIEWS, *_OF_MERGES, *(table.name for table in TABLES)}
)


@dataclass(frozen=True)
class Engine:
    """A connection whose cursors each run one query; open it with `open_engine` and close it when done."""

    connection: duckdb.DuckDBPyConnection
    default_as_of: dt.date
    months: SummedMonths
    views: LazyViews
    warnings: tuple[Problem, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """The names that SQL can read, in lower case: the tables and the views over them."""
        return _TABLES

    def cursor(self, scope: Scope) -> duckdb.DuckDBPyConnection:
        """Return a new cursor on which the views show what `scope` leaves; the caller closes it."""
        cursor = self.connection.cursor()
        for name, value in scope_variables(scope, self.as_of(scope), self.months).items():
            cursor.execute(f"SET VARIABLE {name} = $value", {"value": value})
        return cursor

    def as_of(self, scope: Scope) -> dt.date:
        """Return the as-of date that holds for `scope`: its own, else the portfolio's."""
        return scope.as_of or self.default_as_of

    def close(self) -> None:
        """Close the connection; its cursors must be closed before."""
        self.connection.close()


def open_engine(
    portfolio: Portfolio,
    summed_lines_at_most: int = SUMMED_LINES_AT_MOST,
    on_connected: Callable[[Callable[[], None]], None] | None = None,
    writable: Sequence[Path] = (),
    *,
    memory_limit: str = MEMORY_LIMIT,
    spill_folder: Path | None = None,
) -> Engine:
    """Open an engine over `portfolio`: tables that may be large are read in place, the small ones now.

    Up to `summed_lines_at_most` spend lines are summed by state, contract and month once, in memory.
    `on_connected` is given, before anything is read, what interrupts the opening from another thread.
    Once open, the engine reads the portfolio's files and writes at most the files and folders `writable`.
    It holds no more than `memory_limit`, in DuckDB's words, in memory, and sets more aside in `spill_folder`,
    which it makes when needed and removes on closing.

    A small table whose rows cannot be read is left empty and told of in the engine's warnings. Raises
    PortfolioError when the rows of contracts, spend or positions cannot be read.
    """
    spilled = {"memory_limit": memory_limit, "temp_directory": str(spill_folder or _spill_folder())}
    connection = duckdb.connect(config={**_CONFIGURATION, **spilled})
    if on_connected is not None:
        on_connected(connection.interrupt)
    try:
        for schema in ("unscoped", IN_FILES, WHOLE):
            connection.execute(f"CREATE SCHEMA {schema}")
        others = other_places(portfolio.manifest.places)
        connection.execute(fiscal_year_macro(others))
        _create_jurisdictions(connection, others)
        warnings = list(_create_tables(connection, portfolio))
        spend = portfolio.tables.get("spend")
        summed = spend is not None and spend.row_count <= summed_lines_at_most
        connection.execute(f"SET VARIABLE lines_are_summed = {summed}")
        for name in FROM_THE_START:
            connection.execute(text_of_view(name))
        newest_day = _newest_day(connection)
        _shut(connection, portfolio, writable)
        keep_within_memory()
    except duckdb.InterruptException as error:
        connection.close()
        stopped = Problem(Severity.ERROR, "opening it was stopped. Open it again.")
        raise PortfolioError(portfolio.folder, [stopped]) from error
    except duckdb.Error as error:
        connection.close()
        raise PortfolioError(portfolio.folder, unreadable_rows(portfolio, error)) from error
    except PortfolioError:
        connection.close()
        raise
    default_as_of = portfolio.manifest.as_of or newest_day
    return Engine(
        connection,
        default_as_of,
        SummedMonths(summed, newest_day),
        LazyViews(_with_further_columns(portfolio)),
        tuple(warnings),
    )


def _spill_folder() -> Path:
    """Return where a query too large for memory sets things aside: made when needed, removed on closing.

    Each engine has its own, for two that are open at once would write over one another.
    """
    return Path(tempfile.gettempdir()) / f"portfolio-tui-{uuid.uuid4().hex}"


def _create_tables(connection: duckdb.DuckDBPyConnection, portfolio: Portfolio) -> Iterator[Problem]:
    """Make every table, those with names first: what is merged into what depends on the ids there are."""
    named = [table for table in TABLES if table.name in TABLE_OF_KIND.values()]
    for table in named:
        yield from _create_table(connection, portfolio, table)
    variants = portfolio.name_variants
    known = {table.name: _ids(connection, table) for table in named if variants.decided}
    merges, problems = settle(variants, known)
    yield from problems
    for table in named:
        _create_merges(connection, table.name, merges)
    for table in named if merges.tables else ():
        list(_create_table(connection, portfolio, table, merges.tables))  # what is wrong was told before
    for table in TABLES:
        if table not in named:
            yield from _create_table(connection, portfolio, table, merges.tables)


def _with_further_columns(portfolio: Portfolio) -> list[str]:
    return [name for name, files in portfolio.tables.items() if files.further_columns]


def _ids(connection: duckdb.DuckDBPyConnection, table: Table) -> frozenset[str]:
    relation = connection.table(f"unscoped.{table.name}").project(quoted(table.key[0]))
    return frozenset(id_ for (id_,) in relation.fetchall() if id_ is not None)


def _create_merges(connection: duckdb.DuckDBPyConnection, table_name: str, merges: NameMerges) -> None:
    """Make the tables of what ids of one table are merged into, and of which pairs of them are apart."""
    merged = merges.merged[table_name]
    pairs = [sorted(pair) for pair in merges.apart[table_name]]
    connection.execute(
        f"CREATE TABLE {merges_table(table_name)} AS "
        "SELECT unnest(CAST($ids AS VARCHAR[])) AS id, unnest(CAST($others AS VARCHAR[])) AS merged_id",
        {"ids": list(merged), "others": list(merged.values())},
    )
    connection.execute(
        f"CREATE TABLE unscoped.{quoted(f'apart_{table_name}')} AS "
        "SELECT unnest(CAST($ids AS VARCHAR[])) AS id, unnest(CAST($others AS VARCHAR[])) AS other_id",
        {"ids": [one for one, _ in pairs], "others": [other for _, other in pairs]},
    )


def _create_table(
    connection: duckdb.DuckDBPyConnection, portfolio: Portfolio, table: Table, merged: Collection[str] = ()
) -> Iterator[Problem]:
    files = portfolio.tables.get(table.name)
    if files is not None and files.further_columns:
        connection.execute(whole_view(table, files, merged))
    if table.name in READ_IN_PLACE:
        connection.execute(raw_view(table, files, merged))
        return
    try:
        connection.execute(raw_table(table, files, merged))
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        problems = unreadable_rows(portfolio, error, table.name)
        if table.name == REQUIRED_TABLE:
            raise PortfolioError(portfolio.folder, problems) from error
        yield from (replace(problem, severity=Severity.WARNING) for problem in problems)
        connection.execute(raw_table(table, None, merged))


def _create_jurisdictions(connection: duckdb.DuckDBPyConnection, others: Sequence[Jurisdiction]) -> None:
    names = ("code", "name", "fips", "kind", "region", "fiscal_year_start_month")
    columns = ", ".join(f"unnest(${name}) AS {name}" for name in names)
    places = (*jurisdictions(), *others)
    connection.execute(
        f"CREATE TABLE jurisdictions AS SELECT {columns}",
        {name: [getattr(place, name) for place in places] for name in names},
    )


def _shut(connection: duckdb.DuckDBPyConnection, portfolio: Portfolio, writable: Sequence[Path]) -> None:
    """Keep whatever runs from now on from other files, the network, extensions and these settings."""
    files = [path for table in portfolio.tables.values() for path in table.files]
    paths = {str(path.absolute()) for path in (*files, *writable)} | {pattern_of(path) for path in files}
    connection.execute("SET allowed_paths = $paths", {"paths": sorted(paths)})
    connection.execute(
        "SET allowed_directories = $folders", {"folders": [f"{path.absolute()}/" for path in writable]}
    )
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _newest_day(connection: duckdb.DuckDBPyConnection) -> dt.date:
    sql = (Path(__file__).parent / "newest_day.sql").read_text(encoding="utf-8")
    ((newest,),) = connection.execute(sql).fetchall()
    return newest if isinstance(newest, dt.date) else dt.date(1970, 1, 1)

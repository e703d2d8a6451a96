"""The saved queries: found in the portfolio's folder, in the user's, and among those that ship with it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.bundled import bundled_folder
from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.text_files import keep_own_file
from portfolio_tui.query.documented_sql import DocumentedSQL, HeaderError, documented_sql, read_documented_sql
from portfolio_tui.query.nearest import or_nearest
from portfolio_tui.query.raw_views import quoted
from portfolio_tui.settings import can_name_a_file, config_folder

if TYPE_CHECKING:
    from portfolio_tui.query.catalog import CatalogTable

FOLDER_NAME = "queries"
AD_HOC_NAME = "sql"


class Origin(StrEnum):
    """Where a saved query comes from; of two with one name the first of these wins."""

    PORTFOLIO = "portfolio"
    YOURS = "yours"
    BUNDLED = "bundled"


@dataclass(frozen=True)
class SavedQuery:
    """A saved query and where it comes from."""

    query: DocumentedSQL
    origin: Origin


@dataclass(frozen=True)
class SavedQueries:
    """Every saved query, by name, and the files that could not be read as one."""

    queries: tuple[SavedQuery, ...]
    problems: tuple[HeaderError, ...]

    def find(self, name: str) -> SavedQuery:
        """Return the query called `name`; raises UserError, with the nearest names, where there is none."""
        for saved in self.queries:
            if saved.query.name == name:
                return saved
        for problem in self.problems:
            if problem.path.stem == name:
                raise UserError(f"The saved query {name} cannot be used. {problem}")
        known = [saved.query.name for saved in self.queries]
        raise UserError(f"There is no saved query {name!r}. {or_nearest(name, known)}")


def load_saved_queries(portfolio_folder: Path | None = None) -> SavedQueries:
    """Read the queries of the portfolio in that folder, the user's own and the bundled ones.

    A file with a fault is told of in `problems`, and so is a folder that cannot be read; the others load.
    """
    found: dict[str, SavedQuery] = {}
    problems: list[HeaderError] = []
    for origin, folder in _folders(portfolio_folder):
        try:
            paths = sorted(folder.glob("*.sql"))
        except OSError as error:
            problems.append(HeaderError(folder, 1, f"the folder cannot be read ({error.strerror})."))
            continue
        for path in paths:
            try:
                query = read_documented_sql(path)
            except HeaderError as error:
                problems.append(error)
            else:
                found.setdefault(query.name, _saved(query, origin))
    return SavedQueries(tuple(found[name] for name in sorted(found)), tuple(problems))


def find_saved_query(name: str, portfolio_folder: Path | None = None) -> SavedQuery:
    """Return the query called `name` without reading the others; raises what `SavedQueries.find` raises."""
    for origin, folder in _folders(portfolio_folder):
        with suppress(OSError, HeaderError):
            for path in folder.glob("*.sql"):
                if path.stem == name:
                    return _saved(read_documented_sql(path), origin)
    return load_saved_queries(portfolio_folder).find(name)


def your_queries_folder() -> Path:
    """Return the folder of the user's own queries; it may not exist."""
    return config_folder() / FOLDER_NAME


def save_query(name: str, text: str, *, replace: bool = False) -> Path:
    """Write `text`, a header and its SQL, as the user's own query `name` and return its file.

    Raises UserError when the name is no file's stem, when there is one already and `replace` is not asked
    for, when the folder cannot be written, and HeaderError, writing nothing, when the text has a fault.
    """
    if not can_name_a_file(name):
        raise UserError(f"{name!r} is no name for a query. Use letters, digits and hyphens, as my-query.")
    path = your_queries_folder() / f"{name}.sql"
    documented_sql(path, text)
    keep_own_file(path, text, "query", replace=replace)
    return path


def ad_hoc(sql: str) -> DocumentedSQL:
    """Return SQL that was typed by hand as a query without a header."""
    header = {"title": "SQL"}
    return DocumentedSQL(AD_HOC_NAME, Path(AD_HOC_NAME), sql.strip(), header, sees_further_columns=True)


def whole_table(table: "CatalogTable") -> DocumentedSQL:
    """Return the query of all rows and columns of a table or view that are in scope."""
    name = f"{table.schema}.{table.name}" if table.schema else table.name
    parts = [quoted(part) for part in (table.schema, table.name) if part]
    sql = f"SELECT * FROM {'.'.join(parts)}"  # noqa: S608 a name of the catalog, quoted
    header = {"title": name, "description": table.meaning}
    return DocumentedSQL(name, Path(name), sql, header, sees_further_columns=True)


def yours(query: DocumentedSQL) -> SavedQuery:
    """Return `query` as one of the user's own."""
    return _saved(query, Origin.YOURS)


def _saved(query: DocumentedSQL, origin: Origin) -> SavedQuery:
    return SavedQuery(replace(query, sees_further_columns=origin is not Origin.BUNDLED), origin)


def _folders(portfolio_folder: Path | None) -> Iterator[tuple[Origin, Path]]:
    if portfolio_folder is not None:
        yield Origin.PORTFOLIO, portfolio_folder / FOLDER_NAME
    yield Origin.YOURS, your_queries_folder()
    yield Origin.BUNDLED, bundled_folder(FOLDER_NAME)

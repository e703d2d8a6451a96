"""Opens a portfolio folder: finds the files of each table and checks their columns.

Only the files' footers are read here, so opening takes the same time however many rows there are. Keys and
references, which need the rows, are checked by `portfolio_tui.query.contents`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.portfolio.arrow_schema import fits
from portfolio_tui.portfolio.impossible_dates import impossible_years
from portfolio_tui.portfolio.manifest import Manifest, read_manifest
from portfolio_tui.portfolio.name_variants import NameVariants, read_name_variants
from portfolio_tui.portfolio.problems import PortfolioError, Problem, Severity
from portfolio_tui.portfolio.replacing import finish_replacing
from portfolio_tui.portfolio.schema import FLOW_TABLES, TABLES, Column, Table

REQUIRED_TABLE = "contracts"


@dataclass(frozen=True)
class TableFiles:
    """The Parquet files of one table, which of its columns they have, and which further ones."""

    table: Table
    files: tuple[Path, ...]
    columns: tuple[str, ...]
    further_columns: tuple[str, ...]
    row_count: int
    partitioned: bool
    """Whether columns come from folder names such as `state=VT` (hive partitioning)."""
    doubtful_dates: frozenset[str] = frozenset()
    """The columns that hold, or may hold, dates outside the years 1 to 9999, which are read as empty."""


@dataclass(frozen=True)
class Portfolio:
    """An opened portfolio: its folder, manifest and usable tables, and what was found wrong with others."""

    folder: Path
    manifest: Manifest
    tables: Mapping[str, TableFiles]
    warnings: tuple[Problem, ...] = ()
    name_variants: NameVariants = field(default_factory=NameVariants)

    @property
    def name(self) -> str:
        """The portfolio's name for people."""
        return self.manifest.name


def open_portfolio(folder: Path) -> Portfolio:
    """Open the portfolio in `folder`.

    An import that was interrupted while its files were moved into place is finished first. A problem in an
    optional table leaves that table out and is carried as a warning, as impossible dates in any table are.
    Raises PortfolioError with every problem found when `contracts`, or both of `spend` and `balances`, cannot
    be used.
    """
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise PortfolioError(folder, [_error("not a portfolio.", expected="a folder", found=found)])
    finish_replacing(folder)
    manifest, problems = _read_manifest(folder)
    tables: dict[str, TableFiles] = {}
    for table in TABLES:
        files, faults = _read_table(folder, table)
        problems.extend(faults)
        if files is not None and all(fault.severity is Severity.WARNING for fault in faults):
            tables[table.name] = files
    problems.extend(_missing_tables(tables, problems))
    graded = [problem if _is_needed(problem, tables) else _warning(problem) for problem in problems]
    if any(problem.severity is Severity.ERROR for problem in graded):
        raise PortfolioError(folder, graded)
    variants, faults = read_name_variants(folder)
    return Portfolio(folder, manifest, tables, (*graded, *faults), variants)


def table_files(folder: Path, name: str) -> tuple[Path, ...]:
    """Return the Parquet files of the table `name` in `folder`, sorted; none when the table is absent."""
    single, several = folder / f"{name}.parquet", folder / name
    files = [single] if single.is_file() else []
    if several.is_dir():
        files += [path for path in several.rglob("*.parquet") if not _is_hidden(path.relative_to(several))]
    return tuple(sorted(files))


def _is_hidden(path: Path) -> bool:
    """Tell whether a file, or a folder that it is in, is one that writers of Parquet keep for themselves."""
    return any(part.startswith((".", "_")) for part in path.parts)


def _read_manifest(folder: Path) -> tuple[Manifest, list[Problem]]:
    try:
        return read_manifest(folder), []
    except PortfolioError as error:
        return Manifest(name=folder.resolve().name), list(error.problems)


def _is_needed(problem: Problem, tables: Mapping[str, TableFiles]) -> bool:
    """Tell whether a problem is one of those without which the portfolio would open."""
    if problem.table in FLOW_TABLES:
        return not any(name in tables for name in FLOW_TABLES)
    return problem.table in {REQUIRED_TABLE, None}


def _warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)


def _missing_tables(tables: Mapping[str, TableFiles], problems: list[Problem]) -> Iterator[Problem]:
    broken = {problem.table for problem in problems}
    if REQUIRED_TABLE not in tables and REQUIRED_TABLE not in broken:
        yield _error("missing.", table=REQUIRED_TABLE, expected="contracts.parquet or a folder contracts/")
    if not any(name in tables or name in broken for name in FLOW_TABLES):
        expected = "spend.parquet, balances.parquet, or a folder of either name"
        yield _error("neither spend nor balances is there.", expected=expected)


def _read_table(folder: Path, table: Table) -> tuple[TableFiles | None, list[Problem]]:
    files = table_files(folder, table.name)
    misplaced = _misplaced(folder, table, files)
    if misplaced is not None:
        return None, [misplaced]
    if not files:
        return None, []
    problems: list[Problem] = []
    names: dict[str, str] = {}
    doubtful: dict[str, int | None] = {}
    rows = 0
    for file in files:
        try:
            footer = pq.read_metadata(file)
            schema = footer.schema.to_arrow_schema()
            years = impossible_years(footer, table)
        except (pa.ArrowException, OSError) as error:
            problems.append(_unreadable(table, file, error))
            continue
        rows += footer.num_rows
        partition_keys = _partition_keys(file.relative_to(folder))
        for name in [*schema.names, *partition_keys]:
            names.setdefault(name.lower(), name)
        problems.extend(_column_problems(table, file, schema, partition_keys))
        problems.extend(_impossible_dates(table, file, years))
        doubtful |= years
    problems.extend(_partition_problems(folder, table, files, names))
    known = tuple(column.name for column in table.columns if column.name in names)
    further = tuple(name for lowered, name in names.items() if lowered not in known)
    partitioned = bool(_partition_keys(files[0].relative_to(folder)))
    return TableFiles(table, files, known, further, rows, partitioned, frozenset(doubtful)), problems


def _misplaced(folder: Path, table: Table, files: tuple[Path, ...]) -> Problem | None:
    """Return what is wrong with where a table's files lie, or None."""
    single, several = f"{table.name}.parquet", f"{table.name}/"
    if (folder / single).is_dir():
        message = f"{single} is a folder. Rename it to {several}, or put the file in its place."
        return _error(message, table=table.name)
    if not files and ((folder / single).is_symlink() or (folder / single).exists()):
        message = f"{single} is a link that leads nowhere, or no common file. Put the file in its place."
        return _error(message, table=table.name)
    if len(files) > 1 and folder / single in files:
        message = f"is there twice, as {single} and as the folder {several}. Remove one of them."
        return _error(message, table=table.name)
    if not files and (folder / table.name).is_dir():
        return _error(f"the folder {several} holds no file whose name ends in .parquet.", table=table.name)
    return None


def _partition_problems(
    folder: Path, table: Table, files: tuple[Path, ...], names: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield what is wrong with the columns that come from folder names such as `state=VT`."""
    expected = _partition_keys(files[0].relative_to(folder))
    for file in files[1:]:
        found = _partition_keys(file.relative_to(folder))
        if found != expected:
            message = "lies in folders that name other columns than those of the table's first file."
            yield Problem(
                Severity.ERROR,
                message,
                table.name,
                file,
                expected=", ".join(expected) or "no such folder",
                found=", ".join(found) or "no such folder",
            )
    for name in _partition_keys(folder.absolute() / "file") if expected else ():
        if name.lower() in names:
            message = f"the portfolio lies in a folder called {name}=…, which would be read as this column."
            yield _error(f"{message} Rename that folder.", table=table.name, column=name)


def _partition_keys(path: Path) -> tuple[str, ...]:
    return tuple(part.split("=", 1)[0].lower() for part in path.parts[:-1] if "=" in part)


def _column_problems(
    table: Table, file: Path, schema: pa.Schema, partition_keys: tuple[str, ...]
) -> Iterator[Problem]:
    """Yield what is wrong with one file's columns; upper and lower case are the same, as they are in SQL."""
    found = Counter(name.lower() for name in schema.names)
    for name, times in found.items():
        if times > 1:
            yield _error(f"there {times} times. Keep one.", table=table.name, file=file, column=name)
    types = {field.name.lower(): field.type for field in schema}
    for column in table.columns:
        if column.name in partition_keys:
            continue
        if column.name not in types:
            if column.required:
                yield _column_error(table, file, column, "missing column.", None)
        elif found[column.name] == 1 and not fits(types[column.name], column.kind):
            yield _column_error(table, file, column, "wrong type.", str(types[column.name]))


def _impossible_dates(table: Table, file: Path, years: Mapping[str, int | None]) -> Iterator[Problem]:
    for name, year in years.items():
        if year is not None:
            yield Problem(
                Severity.WARNING,
                "impossible dates, which are read as empty.",
                table.name,
                file,
                name,
                expected="years from 1 to 9999",
                found=f"the year {year}",
            )


def _unreadable(table: Table, file: Path, error: Exception) -> Problem:
    reason = str(error).split("\n", maxsplit=1)[0].rstrip(".")
    message = f"cannot be read ({reason}). Copy the file again from where it came."
    return _error(
        message, table=table.name, file=file, expected="a whole Parquet file", found="damaged or no access"
    )


def _column_error(table: Table, file: Path, column: Column, message: str, found: str | None) -> Problem:
    return _error(
        message, table=table.name, file=file, column=column.name, expected=column.kind.value, found=found
    )


def _error(
    message: str,
    *,
    table: str | None = None,
    file: Path | None = None,
    column: str | None = None,
    expected: str | None = None,
    found: str | None = None,
) -> Problem:
    return Problem(Severity.ERROR, message, table, file, column, expected, found)

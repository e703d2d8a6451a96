"""Finds out which files are to blame when the engine cannot read a portfolio's rows."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.portfolio.opening import Portfolio, TableFiles
from portfolio_tui.portfolio.problems import Problem, Severity


def unreadable_rows(portfolio: Portfolio, error: Exception, table: str | None = None) -> list[Problem]:
    """Return a problem for each file, of one table or of all, that has a damaged column.

    Where every file can be read, one problem that gives the engine's own reason, `error`.
    """
    suspects = [files for name, files in portfolio.tables.items() if table in {None, name}]
    problems = [problem for files in suspects for problem in _damaged(files)]
    reason = str(error).split("\n", maxsplit=1)[0]
    return problems or [Problem(Severity.ERROR, f"the rows cannot be read ({reason}).", table)]


def _damaged(files: TableFiles) -> Iterator[Problem]:
    for file in files.files:
        try:
            column = _first_damaged_column(file)
        except (pa.ArrowException, OSError) as error:
            reason = str(error).split("\n", maxsplit=1)[0].rstrip(".")
            yield _problem(files, file, None, f"cannot be read ({reason}).")
            continue
        if column is not None:
            yield _problem(files, file, column, "the rows cannot be read.")


def _first_damaged_column(file: Path) -> str | None:
    """Read one file to its end; raises an Arrow error or OSError when not even its footer can be read."""
    with pq.ParquetFile(file) as parquet:
        for name in parquet.schema_arrow.names:
            try:
                for _ in parquet.iter_batches(columns=[name]):
                    pass
            except (pa.ArrowException, OSError):
                return str(name)
    return None


def _problem(files: TableFiles, file: Path, column: str | None, message: str) -> Problem:
    return Problem(
        Severity.ERROR,
        f"{message} Copy the file again from where it came.",
        files.table.name,
        file,
        column,
        expected="a whole Parquet file",
        found="damaged pages",
    )

"""Small files and profiles written for the tests, and ways to look at what became of them."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from portfolio_tui.sources.importing import import_files
from portfolio_tui.sources.outcome import ImportOutcome
from portfolio_tui.sources.profile_toml import read_profile

POSITIONS = """
title = "Positions for tests"
portfolio_name = "Test positions"

[formats]
dates = ["M/D/YYYY", "M/D/YY", "YYYY-MM-DD"]

[tables.alliances]
alliance_id = { value = "own" }
name = { value = "The city's own" }
kind = { value = "local" }

[tables.vendors]
vendor_id = "vendor"
name = "vendor"

[tables.contracts]
contract_id = "id"
alliance_id = { value = "own" }
title = { first_of = ["title", "id"] }
vendor_id = "vendor"
starts_on = "start"
ends_on = "end"
ceiling_amount = "limit"

[tables.balances]
contract_id = "id"
state = { value = "VT" }
as_of = "day"
ceiling_amount = "limit"
paid_amount = "paid"
"""

NESTED = """
[fold]
earliest = "contracts.starts_on"
same = ["contracts.ends_on"]
not_more = ["balances.ceiling_amount", "balances.paid_amount"]
"""

HEADINGS = "id,title,vendor,start,end,limit,paid,day"


def write_profile(folder: Path, text: str = POSITIONS, name: str = "positions") -> Path:
    """Write a profile into `folder` and return its path."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def write_rows(folder: Path, rows: Sequence[str], name: str = "report.csv") -> Path:
    """Write rows under the headings of the test profile and return the file's path."""
    path = folder / name
    path.write_text("\n".join([HEADINGS, *rows, ""]), encoding="utf-8")
    return path


def import_rows(
    folder: Path, rows: Sequence[str], *, name: str = "report.csv", extra: str = "", into: str = "portfolio"
) -> ImportOutcome:
    """Write rows to a file and import them by the test profile, with `extra` sections, into `folder/into`."""
    profile = read_profile(write_profile(folder, POSITIONS + extra))
    return import_files([write_rows(folder, rows, name)], profile, folder / into)


def table(portfolio: Path, name: str, *columns: str) -> list[tuple[object, ...]]:
    """Return the rows of one of the portfolio's files, of the columns named."""
    content = pq.ParquetFile(portfolio / f"{name}.parquet").read()
    return list(zip(*(content.column(column).to_pylist() for column in columns), strict=True))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file under `folder` with its bytes, but for what is kept to undo the last import."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {name: content for name, content in named.items() if not name.startswith(".undo/")}


def tables(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each file under `folder`, but for the log, which tells imports apart."""
    files = sorted(folder.glob("[!.]*.parquet"))
    return {file.stem: pq.ParquetFile(file).read().to_pylist() for file in files if file.stem != "imports"}


def day(text: str) -> dt.date:
    """Return the day written YYYY-MM-DD."""
    return dt.date.fromisoformat(text)

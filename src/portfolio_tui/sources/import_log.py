"""The log of imports that a portfolio keeps in `imports.parquet`: what was read, and what it did."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.errors import UserError
from portfolio_tui.sources.outcome import FileOutcome, TableOutcome

IMPORTS = "imports"

_COUNT = pa.int64()
_AMOUNT = pa.decimal128(38, 2)
_FILE = pa.struct(
    [
        ("file_name", pa.string()),
        ("rows_read", _COUNT),
        ("kept", _COUNT),
        ("set_aside", _COUNT),
        ("folded", _COUNT),
        ("cells_not_read", _COUNT),
        ("read_as", pa.string()),
        ("sha256", pa.string()),
    ]
)
_TABLE = pa.struct(
    [
        ("name", pa.string()),
        ("added", _COUNT),
        ("replaced", _COUNT),
        ("same", _COUNT),
        ("withdrawn", _COUNT),
        ("superseded", _COUNT),
        ("rows_before", _COUNT),
        ("rows_after", _COUNT),
        ("amount_before", _AMOUNT),
        ("amount_after", _AMOUNT),
    ]
)
_SCHEMA = pa.schema(
    [
        ("number", _COUNT),
        ("imported_at", pa.timestamp("us")),
        ("software_version", pa.string()),
        ("profile", pa.string()),
        ("profile_sha256", pa.string()),
        ("first_day", pa.date32()),
        ("newest_day", pa.date32()),
        ("files", pa.list_(_FILE)),
        ("tables", pa.list_(_TABLE)),
    ]
)


@dataclass(frozen=True)
class LoggedFile:
    """What became of one file's rows, and the SHA-256 of its bytes."""

    outcome: FileOutcome
    sha256: str


@dataclass(frozen=True)
class LoggedTable:
    """What an import did to one table: its rows, and where it has amounts their total, before and after."""

    outcome: TableOutcome
    rows_before: int
    rows_after: int
    amount_before: Decimal | None = None
    amount_after: Decimal | None = None


@dataclass(frozen=True)
class LoggedImport:
    """One import: when it was made, where that was told; how its files were read, and what it did.

    `first_day` and `newest_day` are those of the figures that the files hold.
    """

    number: int
    imported_at: dt.datetime | None
    software_version: str
    profile: str
    profile_sha256: str | None
    first_day: dt.date | None
    newest_day: dt.date | None
    files: tuple[LoggedFile, ...]
    tables: tuple[LoggedTable, ...]


def read_log(folder: Path) -> tuple[LoggedImport, ...]:
    """Return the imports into the portfolio in `folder`, oldest first; raises UserError when damaged."""
    path = folder / f"{IMPORTS}.parquet"
    if not path.is_file():
        return ()
    try:
        content = pq.ParquetFile(path).read()
        if content.schema.names != _SCHEMA.names:
            raise UserError(f"{path} was not written by an import. Move it elsewhere and import again.")
        return tuple(_logged(row) for row in content.cast(_SCHEMA).to_pylist())
    except (pa.ArrowException, OSError) as error:
        raise UserError(f"{path} is damaged: {error}. Move it elsewhere and import again.") from error


def write_log(folder: Path, imports: Sequence[LoggedImport]) -> None:
    """Write the log into `folder`."""
    rows = [_row(one) for one in imports]
    pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), folder / f"{IMPORTS}.parquet")


def files_of(imports: Sequence[LoggedImport]) -> tuple[str, ...]:
    """Return the names of the files that were read."""
    return tuple(sorted({file.outcome.file_name for one in imports for file in one.files}))


def files_of_profile_alone(imports: Sequence[LoggedImport], profile: str) -> tuple[str, ...]:
    """Return the names of the files that were read by this profile, and by no other under the same name."""
    names = {one.profile == profile: set[str]() for one in imports}
    for one in imports:
        names[one.profile == profile].update(file.outcome.file_name for file in one.files)
    return tuple(sorted(names.get(True, set()) - names.get(False, set())))


def _row(one: LoggedImport) -> dict[str, object]:
    flat = {name: getattr(one, name) for name in _SCHEMA.names}
    flat["files"] = [{**asdict(file.outcome), "sha256": file.sha256} for file in one.files]
    flat["tables"] = [_flat_table(table) for table in one.tables]
    return flat


def _flat_table(table: LoggedTable) -> dict[str, object]:
    values = asdict(table)
    return {**values.pop("outcome"), **values}


def _logged(row: Mapping[str, Any]) -> LoggedImport:
    files = tuple(_logged_file(dict(file)) for file in row["files"])
    tables = tuple(_logged_table(dict(table)) for table in row["tables"])
    return LoggedImport(**{**row, "files": files, "tables": tables})


def _logged_file(values: dict[str, Any]) -> LoggedFile:
    sha256 = values.pop("sha256")
    return LoggedFile(FileOutcome(**values), sha256)


def _logged_table(values: dict[str, Any]) -> LoggedTable:
    outcome = {name: values.pop(name) for name in TableOutcome.__dataclass_fields__}
    return LoggedTable(TableOutcome(**outcome), **values)

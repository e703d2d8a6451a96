"""The portfolio that files are imported into: whether it can take them, its rows, and writing them anew."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.arrow_schema import ARROW_TYPES, arrow_schema
from portfolio_tui.portfolio.manifest import MANIFEST_FILE, Manifest, write_manifest
from portfolio_tui.portfolio.name_variants import FILE_NAME as NAME_VARIANTS
from portfolio_tui.portfolio.opening import Portfolio, open_portfolio, table_files
from portfolio_tui.portfolio.replacing import finish_replacing
from portfolio_tui.portfolio.schema import TABLES, Table, table_named
from portfolio_tui.query.saved_queries import FOLDER_NAME as QUERIES
from portfolio_tui.sources.choices import ChoiceError
from portfolio_tui.sources.profile import Profile
from portfolio_tui.sources.records import REPORTED_ON

_ROWS_A_GROUP = 122_880

_BESIDE_TABLES = {QUERIES, NAME_VARIANTS, "acknowledged_findings.jsonl"}
"""What users keep in a portfolio themselves, and what is left in it when its first import is undone."""


def portfolio_to_extend(folder: Path, profile: Profile) -> Portfolio | None:
    """Return the portfolio in `folder`, or None when there is nothing there yet.

    Raises UserError when the folder holds something else, a portfolio that cannot be opened, a synthetic
    one, or one in another currency; a profile may leave the currency open.
    """
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise ChoiceError(f"{folder} is a file, and a portfolio is a folder.", "folder")
    finish_replacing(folder)
    if not _looks_like_portfolio(folder):
        if any(
            not path.name.startswith(".") and path.name not in _BESIDE_TABLES for path in folder.iterdir()
        ):
            raise ChoiceError(f"{folder} is not empty and holds no portfolio.", "folder")
        return None
    portfolio = open_portfolio(folder)
    if portfolio.manifest.synthetic:
        raise UserError(f"{folder} is a synthetic portfolio; import real files into a folder of their own.")
    if profile.currency and portfolio.manifest.currency != profile.currency:
        raise UserError(
            f"{folder} is kept in {portfolio.manifest.currency}, and the profile {profile.name} reads "
            f"{profile.currency}. Import into a folder of its own: two currencies cannot be summed."
        )
    return portfolio


def files_to_extend(portfolio: Portfolio, table: Table) -> tuple[Path, ...]:
    """Return the files of a table of figures; none where the portfolio has none of it.

    Raises UserError when the table is damaged, or its files lie in folders such as `state=VT`.
    """
    files = table_files(portfolio.folder, table.name)
    if not files:
        return ()
    _check_readable(portfolio, table)
    if portfolio.tables[table.name].partitioned:
        raise UserError(
            f"{portfolio.folder}: the files of the table {table.name} lie in folders that hold values of its "
            "columns, and an import does not add to such. Import into a folder of its own."
        )
    return tuple(file.absolute() for file in files)


def existing_rows(portfolio: Portfolio, table: Table) -> pl.DataFrame | None:
    """Return the rows of a table, or None when the portfolio has none of it.

    Raises UserError when the table is damaged, is spread over several files, or repeats a key.
    """
    files = table_files(portfolio.folder, table.name)
    if not files:
        return None
    _check_readable(portfolio, table)
    if files != (portfolio.folder / f"{table.name}.parquet",):
        raise UserError(
            f"{portfolio.folder}: the table {table.name} is a folder of files, and an import adds to single "
            "files only. Import into a folder of its own."
        )
    content = pq.ParquetFile(files[0]).read()
    for position, name in enumerate(content.column_names):
        kinds = [column.kind for column in table.columns if column.name == name]
        if kinds:
            content = content.set_column(position, name, content.column(name).cast(ARROW_TYPES[kinds[0]]))
    rows = pl.DataFrame(content)
    if rows.schema.get(REPORTED_ON, pl.Date()) != pl.Date():
        raise UserError(f"{files[0]}: the column {REPORTED_ON} must hold dates; an import keeps days in it.")
    if rows.select(table.key).is_duplicated().any():
        raise UserError(f"{files[0]} repeats values of its key ({', '.join(table.key)}). Remove the repeats.")
    return rows


def write_portfolio(folder: Path, tables: Mapping[str, pl.DataFrame], manifest: Manifest) -> None:
    """Write tables, and others under further names, as Parquet into `folder`, and the manifest."""
    for name, rows in tables.items():
        content = rows.to_arrow()
        fields = [_field(name, field) for field in content.schema]
        pq.write_table(
            content.cast(pa.schema(fields)),
            folder / f"{name}.parquet",
            compression="zstd",
            row_group_size=_ROWS_A_GROUP,
        )
    write_manifest(folder, manifest)


def _check_readable(portfolio: Portfolio, table: Table) -> None:
    if table.name not in portfolio.tables:
        faults = [str(problem) for problem in portfolio.warnings if problem.table == table.name]
        raise UserError(f"{portfolio.folder} cannot take more rows of {table.name}: {'; '.join(faults)}")


def _field(table_name: str, field: pa.Field) -> pa.Field:
    """Return the field as the portfolio's schema has it; further columns keep their type."""
    if table_name in {table.name for table in TABLES}:
        schema = arrow_schema(table_named(table_name))
        if field.name in schema.names:
            return schema.field(field.name)
    return field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field


def _looks_like_portfolio(folder: Path) -> bool:
    has_table = any(table_files(folder, table.name) for table in TABLES)
    return has_table or (folder / MANIFEST_FILE).exists()

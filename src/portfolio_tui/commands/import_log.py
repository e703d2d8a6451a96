"""Prints the log of a portfolio's imports, for `import --log`."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.commands.aligned import aligned

if TYPE_CHECKING:
    from decimal import Decimal

    from portfolio_tui.sources.import_log import LoggedImport, LoggedTable

_NO_AMOUNT = "—"
_TABLE_HEADINGS = (
    "table",
    "new",
    "replaced",
    "withdrawn",
    "as it was",
    "older",
    "rows",
    "total before",
    "after",
)


def print_log(folder: Path, format_name: str) -> int:
    """Print the imports into the portfolio in `folder`, oldest first; raises UserError."""
    from portfolio_tui.commands.answering import open_folder
    from portfolio_tui.commands.narration import note
    from portfolio_tui.sources.import_log import read_log

    open_folder(folder)
    imports = read_log(folder)
    if format_name == "json":
        print(json.dumps([dataclasses.asdict(one) for one in imports], indent=2, default=str))
    elif not imports:
        note(f"Nothing was imported into {folder} yet.")
    else:
        print("\n\n".join(_as_text(one) for one in imports))
    return 0


def _as_text(one: "LoggedImport") -> str:
    from portfolio_tui.terminal_text import shown

    days = "" if one.first_day is None else f", figures of {one.first_day} to {one.newest_day}"
    made = "" if one.imported_at is None else f" on {one.imported_at:%Y-%m-%d at %H:%M} UTC"
    files: list[tuple[str, ...]] = [("file", "read", "kept", "set aside", "folded", "SHA-256")]
    for file in one.files:
        found = file.outcome
        counts = (found.rows_read, found.kept, found.set_aside, found.folded)
        files.append((found.file_name, *(f"{count:,}" for count in counts), file.sha256[:12]))
    tables = [_TABLE_HEADINGS, *(_table_row(table) for table in one.tables)]
    heading = f"Import {one.number}{made}, profile {shown(one.profile)}, version {one.software_version}{days}"
    return "\n".join([heading, aligned(files, "<>>>><"), aligned(tables, "<>>>>>>>>")])


def _table_row(table: "LoggedTable") -> tuple[str, ...]:
    done = table.outcome
    counts = (done.added, done.replaced, done.withdrawn, done.same, done.superseded, table.rows_after)
    amounts = (_amount(table.amount_before), _amount(table.amount_after))
    return done.name, *(f"{count:,}" for count in counts), *amounts


def _amount(amount: "Decimal | None") -> str:
    return _NO_AMOUNT if amount is None else f"{amount:,.2f}"

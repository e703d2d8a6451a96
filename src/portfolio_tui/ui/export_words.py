"""What the export dialog says: how large, how far, where it lies and how to open it."""

from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_tui.ui.exporting import Foretold
from portfolio_tui.ui.figures import count
from portfolio_tui.ui.plain_text import shown
from portfolio_tui.ui.shown_rows import ShownRows
from portfolio_tui.ui.theme import Run, Runs

if TYPE_CHECKING:
    from portfolio_tui.extract.extract import ExtractReport

_POLARS = {
    "parquet": "read_parquet",
    "csv": "read_csv",
    "jsonl": "read_ndjson",
    "json": "read_json",
    "arrow": "read_ipc",
    "xlsx": "read_excel",
}
_READ_BY_DUCKDB = ("parquet", "csv", "jsonl", "json")


def size_runs(foretold: Foretold, rows: ShownRows, sentence: str, *, taken_along: bool) -> Runs:
    """Return how large the extract of `rows` will be, in which scope, and what it leaves out."""
    from portfolio_tui.extract.words import counted, size_in_words

    size = f"{counted(foretold.rows, 'row', 'rows')}, about {size_in_words(foretold.bytes)}"
    runs = [Run(size, "strong"), Run(f" · {shown(sentence)}", "muted")]
    if rows.kept is not None:
        runs.append(Run(" · only what the list shows", "muted"))
    if foretold.left_out:
        names = ", ".join(map(shown, foretold.left_out))
        said = "Taken along" if taken_along else "Left out"
        runs.append(Run(f"\n{said}, for people's names or contacts: {names}", "running-out"))
    return tuple(runs)


def progress_run(rows: int | None, known: int | None, size: int) -> Run:
    """Return how far the writing is: rows of how many where both are known, and bytes."""
    from portfolio_tui.extract.words import size_in_words

    of = "" if known is None else f" of {count(known)}"
    counted = "" if rows is None else f"{count(rows)}{of} rows, "
    return Run(f"{counted}{size_in_words(size)} · Esc cancels", "muted")


def written_runs(report: "ExtractReport") -> Runs:
    """Return what was written, where it lies, and how to open it."""
    from portfolio_tui.extract.words import counted, size_in_words

    size = f"Wrote {counted(report.rows, 'row', 'rows')}, {size_in_words(report.bytes)}."
    runs = [Run(size, "strong"), Run(f"\n{shown(str(report.path))}")]
    if report.sidecar is not None:
        runs.append(Run(f"\nWhat it came from: {shown(report.sidecar.name)}, beside it", "muted"))
    for program, line in how_to_open(report.path, report.provenance.format):
        runs += [Run(f"\n{program}  ", "muted"), Run(shown(line))]
    runs.append(Run("\nEnter closes · y copies the path", "muted"))
    return tuple(runs)


def how_to_open(path: Path, format_name: str) -> tuple[tuple[str, str], ...]:
    """Return how to read the file in DuckDB and in Polars, where they can: the program's name and a line."""
    text = str(path)
    polars = ("Polars", f"pl.{_POLARS[format_name]}({text!r})")
    if format_name not in _READ_BY_DUCKDB:
        return (polars,)
    in_sql = text.replace("'", "''")
    return (("DuckDB", f"FROM '{in_sql}'"), polars)

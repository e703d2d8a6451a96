"""How long extracts take, and how much memory, beside bare DuckDB.

    .venv/bin/python benchmarks/extracts.py PORTFOLIO [--runs N] [--formats parquet csv …]

Writes all lines of spend in each format with `portfolio-tui export`, and with DuckDB alone (Arrow: with
DuckDB and pyarrow), each in a process of its own, in turns. A spreadsheet gets the first 200,000 lines. Then
it times `portfolio-tui query` and like SQL in DuckDB alone, from the start of the process to its end.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from costs import in_turns, print_compared, print_headings, program

from portfolio_tui.portfolio.opening import Portfolio, open_portfolio
from portfolio_tui.query.raw_views import literal, pattern_of

FORMATS = ("parquet", "csv", "json", "jsonl", "arrow", "xlsx")
SHEET = "SELECT * FROM spend LIMIT 200000"
QUERY = "contracts-expiring"

COPY = """
import duckdb, sys
connection = duckdb.connect(config={"preserve_insertion_order": False})
connection.execute(f"COPY ({sys.argv[1]}) TO '{sys.argv[2]}' ({sys.argv[3]})")
"""
COPY_OPTIONS = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER",
    "json": "FORMAT json, ARRAY true",
    "jsonl": "FORMAT json",
}
TO_ARROW = """
import duckdb, pyarrow, sys
connection = duckdb.connect(config={"preserve_insertion_order": False})
reader = connection.sql(sys.argv[1]).to_arrow_reader(65_536)
options = pyarrow.ipc.IpcWriteOptions(compression="lz4")
with pyarrow.ipc.new_file(sys.argv[2], reader.schema, options=options) as writer:
    for batch in reader:
        writer.write_batch(batch)
"""
RUN_SQL = """
import duckdb, sys
connection = duckdb.connect()
connection.execute(f"CREATE VIEW contracts AS FROM read_parquet({sys.argv[1]})")
print(connection.sql("SELECT contract_id, title, ends_on FROM contracts ORDER BY ends_on LIMIT 20"))
"""


def files_in_sql(portfolio: Portfolio, table: str) -> str:
    """Return the files of a table as a list in SQL."""
    return f"[{', '.join(literal(pattern_of(path)) for path in portfolio.tables[table].files)}]"


def ours(portfolio: Portfolio, known_format: str, target: Path) -> list[str]:
    """Return the command that writes the extract."""
    query = ["--sql", SHEET] if known_format == "xlsx" else ["spend"]
    where = ["--portfolio", str(portfolio.folder), "-o", str(target), "--format", known_format]
    return program("export", *query, *where)


def bare(portfolio: Portfolio, known_format: str, target: Path) -> list[str] | None:
    """Return the command that does the same with DuckDB alone, None where it cannot."""
    sql = f"SELECT * FROM read_parquet({files_in_sql(portfolio, 'spend')})"  # noqa: S608 paths are quoted
    if known_format in COPY_OPTIONS:
        return [sys.executable, "-c", COPY, sql, str(target), COPY_OPTIONS[known_format]]
    return [sys.executable, "-c", TO_ARROW, sql, str(target)] if known_format == "arrow" else None


def main() -> None:
    """Print the medians of several runs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("portfolio", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    arguments = parser.parse_args()
    portfolio = open_portfolio(arguments.portfolio)
    lines = portfolio.tables["spend"].row_count
    print(f"{arguments.portfolio}: {lines:,} lines, {os.cpu_count()} cores, median of {arguments.runs} runs")
    print_headings()
    contracts = files_in_sql(portfolio, "contracts")
    with tempfile.TemporaryDirectory() as name:
        folder, target = Path(name), Path(name) / "extract"
        for known_format in arguments.formats:
            commands = ours(portfolio, known_format, target), bare(portfolio, known_format, target)
            print_compared(known_format, *in_turns(arguments.runs, folder, *commands))
        query = program("query", QUERY, "--portfolio", str(portfolio.folder))
        plain = [sys.executable, "-c", RUN_SQL, contracts]
        print_compared(f"query {QUERY}", *in_turns(arguments.runs, folder, query, plain))


if __name__ == "__main__":
    main()

"""How long an import of a large file takes, and how much memory, beside bare DuckDB.

    .venv/bin/python benchmarks/imports.py [--lines N] [--runs N] [--csv FILE]

Writes a CSV of sales out of a demo portfolio of so many lines, with the columns that Texas DIR publishes (or
takes the one given). Then it imports it with `portfolio-tui import` into a new portfolio, and copies it to
Parquet with DuckDB alone (`COPY (SELECT * FROM read_csv(…)) TO …`), each in a process of its own, in turns.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from costs import in_turns, print_compared, print_headings, program

from portfolio_tui.query.raw_views import literal

PROFILE = "texas-dir-sales"
COPY = """
import duckdb, sys
copied = f"SELECT * FROM read_csv('{sys.argv[1]}')"
duckdb.connect().execute(f"COPY ({copied}) TO '{sys.argv[2]}' (FORMAT parquet)")
"""
SALES = """
COPY (
    SELECT
        year(s.spent_on) + (month(s.spent_on) >= 9)::INTEGER AS fiscal_year,
        e.name AS customer_name,
        e.entity_type AS customer_type,
        s.state AS customer_state,
        v.name AS vendor_name,
        v.name AS reseller_name,
        s.amount AS purchase_amount,
        k.contract_id AS contract_number,
        k.category AS contract_type,
        k.portfolio AS rfo_number,
        k.title AS rfo_description,
        s.report_period AS report_received_month,
        s.description AS brand_name,
        s.quantity AS order_quantity,
        s.unit_price,
        s.invoice_number,
        s.po_number,
        s.order_date,
        s.ship_date AS shipped_date,
        s.invoice_date
    FROM read_parquet({spend}) AS s
    JOIN read_parquet({contracts}) AS k USING (contract_id)
    LEFT JOIN read_parquet({vendors}) AS v ON v.vendor_id = k.vendor_id
    LEFT JOIN read_parquet({entities}) AS e USING (entity_id)
) TO {target} (FORMAT csv, HEADER)
"""


def write_sales(target: Path, lines: int, scratch: Path) -> None:
    """Write a CSV of about so many lines of sales; those of the demo without a contract are left out."""
    demo = scratch / "demo"
    subprocess.run(program("demo", str(demo), "--lines", str(lines)), check=True, stdout=subprocess.DEVNULL)
    tables = {name: literal(str(demo / f"{name}.parquet")) for name in ("contracts", "vendors", "entities")}
    spend = literal(str(demo / "spend" / "**" / "*.parquet"))
    connection = duckdb.connect()
    connection.execute(SALES.format(spend=spend, target=literal(str(target)), **tables))


def main() -> None:
    """Print the medians of several runs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--csv", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "written"
        folder.mkdir()
        file: Path = arguments.csv or Path(name) / "sales.csv"
        if arguments.csv is None:
            write_sales(file, arguments.lines, Path(name))
        size = file.stat().st_size / 1e6
        print(f"{file.name}: {size:,.0f} MB, {os.cpu_count()} cores, median of {arguments.runs} runs")
        print_headings()
        ours = program("import", str(file), "--profile", PROFILE, "--into", str(folder / "portfolio"))
        bare = [sys.executable, "-c", COPY, str(file), str(folder / "bare.parquet")]
        print_compared("import of a CSV", *in_turns(arguments.runs, folder, ours, bare))


if __name__ == "__main__":
    main()

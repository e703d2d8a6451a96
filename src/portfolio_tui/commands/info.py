"""The command `info`: what a portfolio holds and what is wrong with it, or where an extract came from."""

import argparse
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portfolio_tui.measures.portfolio_rows import Coverage, PositionTotals, TableFacts
    from portfolio_tui.portfolio.opening import Portfolio
    from portfolio_tui.portfolio.problems import Problem
    from portfolio_tui.query.service import QueryService

NAME = "info"
SUMMARY = (
    "Print what a portfolio holds: tables, dates, totals, coverage, and what is wrong with it; or where an "
    "extract came from."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "folder",
        metavar="PORTFOLIO",
        type=Path,
        help="the portfolio's folder, or an extract's file or folder",
    )
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="a table to read, or JSON for a program (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the facts on stdout; raises PortfolioError when the portfolio does not open, ProvenanceError when
    an extract does not say where it came from.
    """
    from portfolio_tui.extract.provenance_files import is_extract

    if is_extract(arguments.folder):
        from portfolio_tui.commands.extract_info import extract_info

        print(extract_info(arguments.folder, as_json=arguments.format == "json"))
        return 0
    facts = _read(arguments.folder)
    print(_as_json(facts) if arguments.format == "json" else _as_table(facts))
    return 0


@dataclass(frozen=True)
class _Facts:
    """What the command prints of one portfolio."""

    portfolio: "Portfolio"
    fingerprint: str
    import_count: int
    as_of: str
    days: "Mapping[str, TableFacts]"
    net_amount: Decimal
    from_positions: Decimal
    positions: "PositionTotals"
    coverage: "Coverage"
    problems: "Sequence[Problem]"


def _read(folder: Path) -> _Facts:
    from concurrent.futures import ThreadPoolExecutor

    from portfolio_tui.errors import UserError
    from portfolio_tui.portfolio.fingerprint import fingerprint
    from portfolio_tui.portfolio.opening import open_portfolio
    from portfolio_tui.query.engine import open_engine
    from portfolio_tui.query.service import QueryService
    from portfolio_tui.sources.import_log import read_log

    try:
        portfolio = open_portfolio(folder)
        mark = fingerprint(folder)
        import_count = len(read_log(folder))
    except OSError as error:
        raise UserError(
            f"{folder} cannot be read ({error.strerror or error}). Check who may read the folder."
        ) from error
    service = QueryService(open_engine(portfolio))
    # A thread of its own, for Ctrl+C reaches the main thread only once a query that runs there has ended.
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            return pool.submit(_ask, service, portfolio, mark, import_count).result()
        finally:
            service.close()


def _ask(service: "QueryService", portfolio: "Portfolio", mark: str, import_count: int) -> _Facts:
    from itertools import count

    from portfolio_tui.measures import portfolio_rows as measures
    from portfolio_tui.query.contents import check_contents
    from portfolio_tui.query.scope import Scope
    from portfolio_tui.query.service import QueryRequest

    numbers = count(1)
    facts, totals, positions, coverage = (
        service.run(QueryRequest(next(numbers), measure.query, Scope()))
        for measure in (
            measures.TABLE_FACTS,
            measures.PORTFOLIO_TOTALS,
            measures.POSITION_TOTALS,
            measures.COVERAGE,
        )
    )
    (total,) = measures.PORTFOLIO_TOTALS.rows(totals)
    return _Facts(
        portfolio,
        mark,
        import_count,
        service.engine.as_of(Scope()).isoformat(),
        {row.table_name: row for row in measures.TABLE_FACTS.rows(facts)},
        total.net_amount,
        total.position_amount,
        measures.POSITION_TOTALS.rows(positions)[0],
        measures.COVERAGE.rows(coverage)[0],
        (*portfolio.warnings, *check_contents(service, portfolio, numbers)),
    )


def _as_json(facts: _Facts) -> str:
    """Return the facts as JSON, amounts and shares as text so that no digit is lost."""
    manifest = facts.portfolio.manifest
    values = {
        "name": manifest.name,
        "folder": str(facts.portfolio.folder),
        "synthetic": manifest.synthetic,
        "currency": manifest.currency,
        "notes": manifest.notes,
        "sources": list(manifest.sources),
        "as_of": facts.as_of,
        "fingerprint": facts.fingerprint,
        "imports": facts.import_count,
        "tables": [_table_values(facts, name) for name in facts.portfolio.tables],
        "totals": {manifest.currency: _totals(facts)},
        "coverage": {name: value for name, _, value in _shares(facts)},
        "problems": [_problem_values(problem) for problem in facts.problems],
    }
    return json.dumps(values, indent=2, default=str)


def _table_values(facts: _Facts, name: str) -> dict[str, object]:
    files, days = facts.portfolio.tables[name], facts.days.get(name)
    return {
        "name": name,
        "rows": files.row_count,
        "files": len(files.files),
        "first_day": None if days is None else days.first_day,
        "last_day": None if days is None else days.last_day,
    }


def _totals(facts: _Facts) -> dict[str, Decimal | None]:
    spend = facts.days["spend"].total_amount
    return {
        "spend_rows": Decimal(0) if spend is None else spend,
        "net_spend": facts.net_amount,
        "net_spend_from_positions": facts.from_positions,
        "positions_ceiling": facts.positions.ceiling_amount,
        "positions_ordered": facts.positions.ordered_amount,
        "positions_paid": facts.positions.paid_amount,
    }


def _shares(facts: _Facts) -> "list[tuple[str, str, Decimal | None]]":
    """Return each share of net spend that is covered: its key, its words and its value."""
    coverage = facts.coverage
    return [
        ("contract", "a contract", coverage.contract_share),
        ("vendor", "a vendor", coverage.vendor_share),
        ("entity", "an entity", coverage.entity_share),
        ("order_date", "an order date", coverage.order_date_share),
    ]


def _problem_values(problem: "Problem") -> dict[str, object]:
    return {
        "severity": problem.severity.value,
        "message": problem.message,
        "table": problem.table,
        "file": problem.file,
        "column": problem.column,
        "expected": problem.expected,
        "found": problem.found,
    }


def _as_table(facts: _Facts) -> str:
    """Return the facts as text for people, its columns aligned."""
    from portfolio_tui.commands.aligned import aligned, lines
    from portfolio_tui.ui.figures import count, day, exact_money, percent

    manifest = facts.portfolio.manifest
    heading = [
        ("Portfolio", manifest.name + (" (demo data, all made up)" if manifest.synthetic else "")),
        ("Folder", str(facts.portfolio.folder)),
        ("As of", facts.as_of),
        ("Fingerprint", facts.fingerprint),
    ]
    if facts.import_count:
        listed = f"portfolio-tui import --log --into {facts.portfolio.folder}"
        heading.append(("Imports", f"{count(facts.import_count)}; {listed} lists them"))
    tables = [("Table", "Rows", "Files", "First day", "Last day")]
    for name, files in facts.portfolio.tables.items():
        days = facts.days.get(name)
        first, last = (None, None) if days is None else (days.first_day, days.last_day)
        tables.append((name, count(files.row_count), count(len(files.files)), day(first), day(last)))
    words = {
        "spend_rows": "All rows of spend",
        "net_spend": f"Net spend to {facts.as_of}",
        "net_spend_from_positions": "  of which from positions",
        "positions_ceiling": "Latest positions: ceiling",
        "positions_ordered": "Latest positions: ordered",
        "positions_paid": "Latest positions: paid",
    }
    totals = [
        ("Total", manifest.currency),
        *((words[key], exact_money(amount, manifest.currency)) for key, amount in _totals(facts).items()),
    ]
    shares = [
        ("Net spend that names", "Share"),
        *((name, percent(share)) for _, name, share in _shares(facts)),
    ]
    problems = [f"{problem.severity.value}: {problem}" for problem in facts.problems] or ["none found"]
    parts = [
        aligned(heading, "<<"),
        aligned(tables, "<>><<"),
        aligned(totals, "<>"),
        aligned(shares, "<>"),
        lines(["Problems", *(f"  {problem}" for problem in problems)]),
    ]
    return "\n\n".join(parts)

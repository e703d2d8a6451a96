"""A tiny portfolio to take extracts from, and extracts of it with few words."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio_tui.extract.extract import ExtractReport, write_extract
from portfolio_tui.extract.plan import ExtractPlan, format_of
from portfolio_tui.extract.verifying import Verdict, verify
from portfolio_tui.portfolio.opening import Portfolio, open_portfolio
from portfolio_tui.query.saved_queries import ad_hoc
from tests.tiny import Cells, arrow_table, write_portfolio

FORMATS = ("parquet", "csv", "json", "jsonl", "arrow", "xlsx")
SPEND_BY_ID = "SELECT spend_id, state, amount, spent_on FROM spend ORDER BY spend_id"
LINES: tuple[Cells, ...] = (
    {"spend_id": "s1", "state": "VT", "amount": "100.00", "spent_on": "2025-08-01", "contract_id": "C1"},
    {"spend_id": "s2", "state": "VT", "amount": "20.50", "spent_on": "2025-06-30", "contract_id": "C1"},
    {"spend_id": "s3", "state": "NH", "amount": "-3.25", "spent_on": "2025-07-01", "contract_id": "C2"},
    {"spend_id": "s4", "state": "NH", "amount": "7.00", "spent_on": "2025-07-02"},
)


def tiny_portfolio(folder: Path) -> Portfolio:
    """Write a portfolio of two contracts and four lines of spend, and open it."""
    write_portfolio(
        folder,
        as_of="2025-12-31",
        alliances=[{"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"}],
        contracts=[
            {"contract_id": "C1", "alliance_id": "naspo", "title": "Tires"},
            {"contract_id": "C2", "alliance_id": "own-nh", "title": "Salt"},
        ],
        spend=LINES,
    )
    return open_portfolio(folder)


def with_lines(portfolio: Portfolio, *lines: Cells) -> Portfolio:
    """Return `portfolio` opened anew, its lines of spend replaced by `lines`."""
    pq.write_table(arrow_table("spend", lines), portfolio.folder / "spend.parquet")
    return open_portfolio(portfolio.folder)


def extract_of(portfolio: Portfolio, target: Path, sql: str = SPEND_BY_ID) -> ExtractReport:
    """Write the rows of `sql` to `target`, in the format of its suffix, in place of what is there."""
    return write_extract(ExtractPlan(portfolio, ad_hoc(sql), target, format_of(target), replace=True))


def answer_of(target: Path, portfolio: Portfolio) -> str:
    """Return what verifying the extract at `target` says."""
    return verify(target, portfolio).answer.value


def verdict_of(target: Path, portfolio: Portfolio) -> Verdict:
    """Return all that verifying the extract at `target` finds."""
    return verify(target, portfolio)


def rewritten(source: Path, target: Path, table: pa.Table) -> Path:
    """Write `table` as Parquet with all metadata of the file `source`, as somebody who forges it would."""
    metadata = pq.read_metadata(source).metadata
    pq.write_table(table.replace_schema_metadata(metadata), target)
    return target


def names_in(folder: Path) -> list[str]:
    """Return the names of everything in `folder`, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def copied(portfolio: Portfolio, folder: Path) -> Portfolio:
    """Return a copy of `portfolio` in `folder`."""
    shutil.copytree(portfolio.folder, folder)
    return open_portfolio(folder)

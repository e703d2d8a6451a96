"""What the written lines come to, for the ceilings that are set to suit them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from portfolio_tui.portfolio.demo.calendar import AS_OF
from portfolio_tui.portfolio.demo.prices import Sold
from portfolio_tui.portfolio.demo.reports import Reported

_HERE = Path(__file__).parent
_TWELVE_MONTHS_AGO = dt.date(AS_OF.year - 1, AS_OF.month + 1, 1)


@dataclass(frozen=True)
class Spent:
    """Net spend to date, and in the twelve months up to the as-of date."""

    to_date: Decimal
    lately: Decimal

    def __add__(self, other: "Spent") -> "Spent":
        """Return both together."""
        return Spent(self.to_date + other.to_date, self.lately + other.lately)


NOTHING = Spent(Decimal(0), Decimal(0))


def spent_by_contract_and_state(folder: Path) -> dict[tuple[str, str], Spent]:
    """Sum the lines in `folder/spend` by contract and state."""
    rows = _read(folder, "sums.sql", {"twelve_months_ago": _TWELVE_MONTHS_AGO})
    return {(row[0], row[1]): Spent(row[2], row[3]) for row in rows}


def days_of_crossing(folder: Path, amounts: Mapping[str, Decimal]) -> dict[str, dt.date]:
    """Return the first day on which each contract of `amounts` had spent more than its amount."""
    thresholds = pa.table(
        {
            "contract_id": pa.array(amounts.keys(), pa.string()),
            "amount": pa.array(amounts.values(), pa.decimal128(18, 2)),
        }
    )
    return {row[0]: row[1] for row in _read(folder, "crossings.sql", {}, thresholds)}


def reports(folder: Path) -> list[Reported]:
    """Return what the lines of each report in `folder/spend` come to, by contract and state."""
    return [Reported(*row) for row in _read(folder, "reports.sql", {})]


def sold_products(folder: Path) -> list[Sold]:
    """Return the products with a list price that were sold under each contract."""
    return [Sold(*row) for row in _read(folder, "sold_products.sql", {})]


def _read(
    folder: Path, query: str, values: Mapping[str, object], thresholds: pa.Table | None = None
) -> list[tuple[Any, ...]]:
    files = [str(path) for path in sorted((folder / "spend").iterdir())]
    with duckdb.connect(config={"threads": 2, "memory_limit": "400MB"}) as connection:
        connection.execute("SET enable_progress_bar = false")
        if thresholds is not None:
            connection.register("thresholds", thresholds)
        text = (_HERE / query).read_text(encoding="utf-8")
        return connection.execute(text, {**values, "files": files}).fetchall()

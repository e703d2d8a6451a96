"""Fiscal years: each state's own, a day on each side of every boundary, and the same days a year before.

Every line's amount has one digit of its own, so that a sum tells which lines are in it.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.measures.portfolio_rows import PORTFOLIO_TOTALS, STATE_ALLIANCE_USE
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.tiny import Cells, opened, row_of, rows_of, write_portfolio

BOUNDARIES = {
    "NY": ("2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01"),
    "TX": ("2025-08-31", "2025-09-01", "2026-08-31", "2026-09-01"),
    "VT": ("2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01"),
    "AL": ("2025-09-30", "2025-10-01", "2026-09-30", "2026-10-01"),
    "GU": ("2025-09-30", "2025-10-01", "2026-09-30", "2026-10-01"),
    "XX": ("2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01"),  # not known: as most states
}
AMOUNTS = ("1", "20", "300", "4000")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    spend: list[Cells] = [
        {"state": state, "spent_on": day, "amount": amount}
        for state, days in BOUNDARIES.items()
        for day, amount in zip(days, AMOUNTS, strict=True)
    ]
    folder = tmp_path_factory.mktemp("years")
    with opened(write_portfolio(folder, as_of="2027-12-31", contracts=[], spend=spend)) as running:
        yield running


@pytest.mark.parametrize("state", BOUNDARIES)
@pytest.mark.parametrize(("fiscal_year", "net"), [(2024, 0), (2025, 1), (2026, 320), (2027, 4000), (2028, 0)])
def test_each_states_fiscal_year_is_its_own(
    service: QueryService, state: str, fiscal_year: int, net: int
) -> None:
    rows = rows_of(service, STATE_ALLIANCE_USE, Scope(fiscal_year=fiscal_year))
    assert sum(row.net_amount for row in rows if row.state == state) == Decimal(net)


def test_a_fiscal_year_of_all_states_takes_each_states_own(service: QueryService) -> None:
    totals = row_of(service, PORTFOLIO_TOTALS, Scope(fiscal_year=2026))
    assert (totals.net_amount, totals.net_amount_year_before) == (Decimal(6 * 320), Decimal(6 * 1))
    assert totals.change_on_year_before == Decimal(319)  # 1,920 ÷ 6 - 1


@pytest.mark.parametrize(
    ("scope", "net", "before"),
    [
        # Up to the end of February, the 29th of a leap year counts; up to the day before it, it does not.
        (Scope(states=("VT",), fiscal_year=2025, as_of=dt.date(2025, 2, 28)), "20", "4"),
        (Scope(states=("VT",), fiscal_year=2025, as_of=dt.date(2025, 2, 27)), "0", None),
        (Scope(from_date=dt.date(2024, 2, 28), to_date=dt.date(2024, 2, 28)), "0", "1"),
        (Scope(from_date=dt.date(2024, 2, 28), to_date=dt.date(2024, 2, 29)), "4", "1"),
        (Scope(from_date=dt.date(2024, 2, 29), to_date=dt.date(2024, 2, 29)), "4", None),
        # What nothing else closes, the as-of date closes: 20 + 300 against 4 + 20.
        (Scope(from_date=dt.date(2025, 1, 1)), "320", "24"),
    ],
)
def test_the_year_before_holds_the_same_days(
    tmp_path: Path, scope: Scope, net: str, before: str | None
) -> None:
    days = {"2023-02-28": "1", "2024-02-29": "4", "2025-02-28": "20", "2026-02-28": "300"}
    spend: list[Cells] = [{"state": "VT", "spent_on": day, "amount": amount} for day, amount in days.items()]
    with opened(write_portfolio(tmp_path, as_of="2026-02-28", contracts=[], spend=spend)) as service:
        totals = row_of(service, PORTFOLIO_TOTALS, scope)
    assert totals.net_amount == Decimal(net)
    assert totals.net_amount_year_before == (None if before is None else Decimal(before))

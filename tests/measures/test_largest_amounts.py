"""Amounts as large as a cell holds: what is reckoned from them may be larger still."""

from decimal import Decimal
from pathlib import Path

from portfolio_tui.measures.contract_rows import CONTRACT_MONTHS, CONTRACT_UTILIZATION
from portfolio_tui.measures.portfolio_rows import PORTFOLIO_TOTALS, STATE_ALLIANCE_USE
from tests.tiny import opened, row_of, rows_of, write_portfolio

LARGEST = "9999999999999999.99"
TWICE = Decimal("19999999999999999.98")


def test_sums_and_remainders_may_be_larger_than_any_cell(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "large",
        as_of="2026-06-30",
        contracts=[
            {"contract_id": "spent", "alliance_id": "a", "starts_on": "2025-07-01"},
            {"contract_id": "returned", "alliance_id": "a", "ceiling_amount": LARGEST},
        ],
        spend=[
            {"state": "VT", "amount": LARGEST, "spent_on": "2026-04-01", "contract_id": "spent"},
            {"state": "VT", "amount": LARGEST, "spent_on": "2026-05-01", "contract_id": "spent"},
            {"state": "NH", "amount": f"-{LARGEST}", "spent_on": "2026-05-01", "contract_id": "returned"},
        ],
    )
    with opened(folder) as service:
        contracts = {row.contract_id: row for row in rows_of(service, CONTRACT_UTILIZATION)}
        assert contracts["spent"].net_to_date == TWICE
        assert contracts["returned"].remaining_amount == TWICE
        months = rows_of(service, CONTRACT_MONTHS, contract="spent")
        assert [month.net_to_date for month in months] == [Decimal(LARGEST), TWICE]
        assert row_of(service, PORTFOLIO_TOTALS).net_amount == Decimal(LARGEST)
        states = {row.state: row.state_net_amount for row in rows_of(service, STATE_ALLIANCE_USE)}
        assert (states["VT"], states["NH"]) == (TWICE, -Decimal(LARGEST))


def test_positions_may_lie_further_apart_than_any_cell(tmp_path: Path) -> None:
    positions = [
        {"contract_id": "c", "state": "VT", "as_of": day, "ceiling_amount": LARGEST, "paid_amount": paid}
        for day, paid in (("2026-03-31", f"-{LARGEST}"), ("2026-06-30", LARGEST))
    ]
    folder = write_portfolio(
        tmp_path / "positions",
        as_of="2026-06-30",
        contracts=[{"contract_id": "c", "alliance_id": "a"}],
        balances=positions,
    )
    with opened(folder) as service:
        months = rows_of(service, CONTRACT_MONTHS, contract="c")
        assert [month.net_amount for month in months] == [-Decimal(LARGEST), TWICE]

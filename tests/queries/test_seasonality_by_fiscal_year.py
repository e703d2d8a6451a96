"""Golden results of seasonality: each state's months in its own fiscal year.

As of 2026-06-30 the last complete fiscal year is 2026 in Vermont (to June) and New York (to March), and 2025
in Alabama (October to September).
"""

from collections.abc import Iterator

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

NAME = "seasonality-by-fiscal-year"
COLUMNS = ("fiscal_month", "calendar_month", "net_amount", "year_net_amount", "share", "index_against_even")


def bought(state: str, amount: str, spent_on: str, contract: str | None = None) -> Cells:
    """Return a spend line."""
    return {"state": state, "amount": amount, "spent_on": spent_on, "contract_id": contract}


SPEND = [
    bought("VT", "10", "2025-07-01"),
    bought("VT", "20", "2026-06-01", "c"),
    bought("VT", "30", "2026-06-30"),
    bought("VT", "8", "2024-07-01"),
    bought("VT", "4", "2023-06-30"),  # four fiscal years back
    bought("NY", "5", "2026-03-31"),
    bought("NY", "7", "2026-04-01"),  # fiscal year 2027
    bought("AL", "6", "2025-09-30"),
    bought("AL", "9", "2025-10-01"),  # fiscal year 2026, not complete
    bought("ME", "3", "2025-08-01"),
    bought("ME", "-3", "2025-09-01"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("seasons"),
        as_of="2026-06-30",
        alliances=[{"alliance_id": "a", "name": "A", "kind": "national"}],
        contracts=[
            {"contract_id": contract, "alliance_id": "a", "title": "C", "starts_on": "2025-01-01"}
            for contract in ("c", "positions")
        ],
        spend=SPEND,
        balances=[{"contract_id": "positions", "state": "VT", "as_of": "2026-03-31", "ordered_amount": "99"}],
    )
    with opened(folder) as running:
        yield running


def test_a_years_months_are_counted_from_the_states_own_first(service: QueryService) -> None:
    rows = records(service, NAME, state="VT", years="1")
    assert told(rows, "fiscal_year", "fiscal_month") == [(2026, month) for month in range(1, 13)]
    # 10 and 50 of 60; the positions do not count.
    assert told([rows[0], rows[1], rows[11]], *COLUMNS) == [
        (1, 7, "10.00", "60.00", "0.166667", "2.000000"),
        (2, 8, "0.00", "60.00", "0.000000", "0.000000"),
        (12, 6, "50.00", "60.00", "0.833333", "10.000000"),
    ]
    assert rows[0]["months_with_spend_in_year"] == 2


def test_only_complete_years_of_each_state_are_shown(service: QueryService) -> None:
    years = sorted({(row["state"], row["fiscal_year"]) for row in records(service, NAME)})
    assert years == [("AL", 2025), ("ME", 2026), ("NY", 2026), ("VT", 2025), ("VT", 2026)]
    (march,) = [row for row in records(service, NAME, state="NY") if row["net_amount"]]
    assert told([march], "state_name", *COLUMNS) == [
        ("New York", 12, 3, "5.00", "5.00", "1.000000", "12.000000")
    ]


def test_a_year_that_came_to_nothing_has_no_shares(service: QueryService) -> None:
    rows = records(service, NAME, state="ME")
    assert told(rows[1:3], *COLUMNS) == [
        (2, 8, "3.00", "0.00", None, None),
        (3, 9, "-3.00", "0.00", None, None),
    ]


def test_the_years_before_a_chosen_one_and_the_scope_narrow(service: QueryService) -> None:
    chosen = records(service, NAME, state="VT", fiscal_year="2025", years="2")
    assert {row["fiscal_year"] for row in chosen} == {2025}
    further_back = records(service, NAME, state="VT", fiscal_year="2025", years="3")
    assert {row["fiscal_year"] for row in further_back} == {2023, 2025}
    # A fiscal year in scope is the last one shown; a contract in scope leaves its own lines.
    scope = Scope(states=("VT",), contracts=("c",), fiscal_year=2026)
    (june,) = [row for row in records(service, NAME, scope) if row["net_amount"]]
    assert told([june], *COLUMNS) == [(12, 6, "20.00", "20.00", "1.000000", "12.000000")]
    # A year that is not over is not shown: the last complete one is.
    assert {row["fiscal_year"] for row in records(service, NAME, state="AL", fiscal_year="2026")} == {2025}

"""Golden rows of which alliances each state used in each of its fiscal years."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

NAME = "alliance-use-by-state-and-year"
LEVELS = ("state", "alliance_id", "fiscal_year", "member", "participating", "buying")
AMOUNTS = ("state", "alliance_id", "fiscal_year", "net_amount", "state_net_amount", "share")

ALLIANCES: list[Cells] = [
    {"alliance_id": "12aspo", "name": "12ASPO", "kind": "regional"},
    {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
    {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
]
MEMBERSHIPS: list[Cells] = [
    {"alliance_id": "naspo", "state": "VT", "joined_on": "2010-01-01"},
    # New York's fiscal year 2026 begins on that day.
    {"alliance_id": "naspo", "state": "NY", "joined_on": "2025-04-01"},
    # Gone on the first day of Vermont's fiscal year 2026.
    {"alliance_id": "12aspo", "state": "VT", "left_on": "2025-07-01"},
    {"alliance_id": "naspo", "state": "ME", "joined_on": "2026-04-01"},
]
CONTRACTS: list[Cells] = [
    {"contract_id": "n1", "alliance_id": "naspo", "title": "N1"},
    {
        "contract_id": "o1",
        "alliance_id": "own-vt",
        "title": "O1",
        "lead_state": "VT",
        "starts_on": "2024-07-01",
        "ends_on": "2025-06-30",
    },
]
ADDENDA: list[Cells] = [
    {"addendum_id": "1", "contract_id": "n1", "state": "VT", "effective_on": "2025-07-15"},
    {"addendum_id": "2", "contract_id": "n1", "state": "NY", "effective_on": "2026-04-01"},
]


def bought(state: str, day: str, amount: str, contract_id: str | None = None) -> Cells:
    """Return a spend line."""
    return {"state": state, "spent_on": day, "amount": amount, "contract_id": contract_id}


SPEND = [
    bought("VT", "2025-06-30", "100", "n1"),
    bought("VT", "2025-07-01", "300", "n1"),
    bought("VT", "2025-08-01", "100"),
    bought("VT", "2025-09-01", "20", "o1"),
    bought("VT", "2025-10-01", "-30", "o1"),
    bought("NY", "2025-03-31", "50", "n1"),
    bought("NY", "2025-04-01", "70", "n1"),
    bought("VT", "2026-04-01", "999", "n1"),  # after the as-of date
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("use"),
        as_of="2026-03-31",
        alliances=ALLIANCES,
        memberships=MEMBERSHIPS,
        contracts=CONTRACTS,
        participating_addenda=ADDENDA,
        spend=SPEND,
    )
    with opened(folder) as opened_service:
        yield opened_service


def test_the_three_levels_are_told_apart_in_each_states_own_years(service: QueryService) -> None:
    assert told(records(service, NAME), *LEVELS) == [
        ("NY", "naspo", 2025, False, False, True),
        ("NY", "naspo", 2026, True, False, True),  # its addendum comes after the as-of date
        ("VT", "12aspo", 2025, True, False, False),
        ("VT", "naspo", 2025, True, False, True),
        ("VT", "naspo", 2026, True, True, True),
        ("VT", None, 2026, False, False, True),
        ("VT", "own-vt", 2025, False, True, False),
        ("VT", "own-vt", 2026, False, False, False),  # 20 bought and 30 credited
    ]


def test_shares_are_of_all_that_the_state_spent_in_the_year(service: QueryService) -> None:
    # Vermont's 2026: 300 + 100 - 10 = 390.
    assert told(records(service, NAME), *AMOUNTS) == [
        ("NY", "naspo", 2025, "50.00", "50.00", "1.000000"),
        ("NY", "naspo", 2026, "70.00", "70.00", "1.000000"),
        ("VT", "12aspo", 2025, "0.00", "100.00", "0.000000"),
        ("VT", "naspo", 2025, "100.00", "100.00", "1.000000"),
        ("VT", "naspo", 2026, "300.00", "390.00", "0.769231"),
        ("VT", None, 2026, "100.00", "390.00", "0.256410"),
        ("VT", "own-vt", 2025, "0.00", "100.00", "0.000000"),
        ("VT", "own-vt", 2026, "-10.00", "390.00", "-0.025641"),
    ]


def test_names_and_the_day_since_when_stand_beside_them(service: QueryService) -> None:
    rows = records(service, NAME, Scope(states=("NY",)))
    assert told(
        rows, "state_name", "alliance_name", "member_since", "contracts_usable", "contracts_used"
    ) == [
        ("New York", "NASPO ValuePoint", None, 0, 1),
        ("New York", "NASPO ValuePoint", "2025-04-01", 0, 1),
    ]
    (off,) = records(service, NAME, Scope(states=("VT",)))[3:4]
    assert off["alliance_name"] == "Off contract"


def test_a_scope_of_one_fiscal_year_leaves_that_year(service: QueryService) -> None:
    rows = records(service, NAME, Scope(states=("VT",), fiscal_year=2025))
    assert told(rows, "alliance_id", "fiscal_year", "share") == [
        ("12aspo", 2025, "0.000000"),
        ("naspo", 2025, "1.000000"),
        ("own-vt", 2025, "0.000000"),
    ]


def test_where_a_state_spent_nothing_there_is_no_share(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path,
        as_of="2026-03-31",
        memberships=MEMBERSHIPS,
        contracts=CONTRACTS,
        spend=[bought("NH", "2025-08-01", "5", "n1")],
    )
    with opened(folder) as tiny:
        rows = told(records(tiny, NAME), *AMOUNTS)
    assert ("VT", "naspo", 2026, "0.00", "0.00", None) in rows


def test_a_portfolio_without_spend_has_no_years(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, as_of="2026-03-31", memberships=MEMBERSHIPS, contracts=[], spend=[])
    with opened(folder) as tiny:
        assert records(tiny, NAME) == []

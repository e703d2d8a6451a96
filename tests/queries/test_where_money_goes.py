"""Golden results of the saved queries about where money goes: months, vendors, off contract, credits.

As of 2026-06-30, in dollars:

              Vermont                      New Hampshire
    2026-01   tires 100 (v1)               off contract 50 (v2, tires)
    2026-01   tires -10, credit (v1)
    2026-02   tires -20, return (v3)       off contract 30 (no vendor, tires)
    2026-02   own 40 (v4)                  off contract -5 (v2, tires)
    2026-03   ghost 15 (v2, no category)
    and 25 of positions of the contract `positions`, on 2026-03-31; 1000 of tires in July.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

TIRES, RUBBER, PAPER = "25172500", "25000000", "14111500"

ALLIANCES: list[Cells] = [
    {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
    {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
]
CONTRACTS: list[Cells] = [
    {
        "contract_id": "tires",
        "alliance_id": "naspo",
        "category_code": TIRES,
        "category": "Tires",
        "vendor_id": "v1",
    },
    {"contract_id": "rubber", "alliance_id": "naspo", "category_code": RUBBER, "vendor_id": "v1"},
    {"contract_id": "retreads", "alliance_id": "naspo", "category_code": "25172504", "vendor_id": "v1"},
    {
        "contract_id": "own",
        "alliance_id": "own-vt",
        "category_code": PAPER,
        "lead_state": "VT",
        "vendor_id": "v4",
    },
    {"contract_id": "positions", "alliance_id": "naspo", "vendor_id": "v4"},
]
ADDENDA: list[Cells] = [
    {"addendum_id": "p1", "contract_id": "tires", "state": "VT"},
    {"addendum_id": "p2", "contract_id": "rubber", "state": "NH"},
    {"addendum_id": "p3", "contract_id": "retreads", "state": "NH"},  # finer than tires
]
VENDORS: list[Cells] = [
    {"vendor_id": "v1", "name": "Goodyear", "parent_id": "g"},
    {"vendor_id": "v3", "name": "Goodyear Dealer", "parent_id": "g"},
    {"vendor_id": "g", "name": "Goodyear Group"},
    {"vendor_id": "v4", "name": "Paper Mill"},
]


def bought(state: str, amount: str, spent_on: str, contract: str | None = None, **cells: str) -> Cells:
    """Return a spend line."""
    return {"state": state, "amount": amount, "spent_on": spent_on, "contract_id": contract, **cells}


SPEND = [
    bought("VT", "100", "2026-01-10", "tires"),
    bought("VT", "-10", "2026-01-20", "tires", order_type="credit"),
    bought("VT", "-20", "2026-02-10", "tires", order_type="return", vendor_id="v3"),
    bought("VT", "40", "2026-02-10", "own"),
    bought("VT", "15", "2026-03-10", "ghost", vendor_id="v2"),
    bought("NH", "50", "2026-01-10", vendor_id="v2", category_code=TIRES),
    bought("NH", "30", "2026-02-10", category_code=TIRES),
    bought("NH", "-5", "2026-02-20", vendor_id="v2", category_code=TIRES, order_type="credit"),
    bought("VT", "1000", "2026-07-01", "tires"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("money"),
        as_of="2026-06-30",
        alliances=ALLIANCES,
        vendors=VENDORS,
        contracts=[{"title": "T", "starts_on": "2025-01-01", **contract} for contract in CONTRACTS],
        participating_addenda=ADDENDA,
        spend=SPEND,
        balances=[{"contract_id": "positions", "state": "VT", "as_of": "2026-03-31", "ordered_amount": "25"}],
    )
    with opened(folder) as running:
        yield running


MONTHS = ("month", "alliance_id", "net_amount", "month_net_amount", "share")
BEHIND = ("sales_amount", "credit_amount", "amount_from_positions", "contracts_used", "states_buying")


def test_each_month_is_shared_out_among_alliances(service: QueryService) -> None:
    rows = records(service, "spend-by-alliance-and-month")
    assert told(rows, *MONTHS) == [
        ("2026-01-01", "naspo", "90.00", "140.00", "0.642857"),
        ("2026-01-01", "off_contract", "50.00", "140.00", "0.357143"),
        ("2026-02-01", "own", "40.00", "45.00", "0.888889"),
        ("2026-02-01", "off_contract", "25.00", "45.00", "0.555556"),
        ("2026-02-01", "naspo", "-20.00", "45.00", "-0.444444"),
        ("2026-03-01", "naspo", "25.00", "40.00", "0.625000"),
        ("2026-03-01", "off_contract", "15.00", "40.00", "0.375000"),
    ]
    assert told(rows, *BEHIND) == [
        ("100.00", "-10.00", "0.00", 1, 1),
        ("50.00", "0.00", "0.00", 0, 1),
        ("40.00", "0.00", "0.00", 1, 1),
        ("30.00", "-5.00", "0.00", 0, 1),
        ("0.00", "-20.00", "0.00", 0, 0),
        ("25.00", "0.00", "25.00", 1, 1),
        ("15.00", "0.00", "0.00", 0, 1),
    ]


def test_a_month_of_credits_has_no_shares(service: QueryService) -> None:
    february = Scope.from_values({"alliances": ["naspo"], "from_date": "2026-02-01", "to_date": "2026-02-28"})
    assert told(records(service, "spend-by-alliance-and-month", february), *MONTHS) == [
        ("2026-02-01", "naspo", "-20.00", "-20.00", None)
    ]


VENDOR_PLACES = ("place", "vendor_id", "vendor_name", "net_amount", "all_net_amount", "share")
VENDOR_BEHIND = (
    "cumulative_net_amount",
    "cumulative_share",
    "net_off_contract",
    "sellers",
    "contracts",
    "states",
)


def test_the_largest_vendors_count_those_that_belong_to_them(service: QueryService) -> None:
    rows = records(service, "largest-vendors")
    # 30 of 225 name no vendor: they count in the whole and have no place.
    assert told(rows, *VENDOR_PLACES) == [
        (1, "g", "Goodyear Group", "70.00", "225.00", "0.311111"),
        (2, "v4", "Paper Mill", "65.00", "225.00", "0.288889"),
        (3, "v2", "v2", "60.00", "225.00", "0.266667"),
    ]
    assert told(rows, *VENDOR_BEHIND) == [
        ("70.00", "0.311111", "0.00", 2, 1, 1),
        ("135.00", "0.600000", "0.00", 1, 2, 1),
        ("195.00", "0.866667", "60.00", 1, 0, 2),
    ]
    assert told(records(service, "largest-vendors", top="1"), "vendor_id", "share") == [("g", "0.311111")]


OFF_CONTRACT = ("category_code", "vendor_id", "state", "net_amount", "category_net_amount", "share")


def test_spend_without_a_contract_stands_beside_what_could_have_taken_it(service: QueryService) -> None:
    rows = records(service, "spend-without-a-contract")
    assert told(rows, *OFF_CONTRACT) == [
        (TIRES, "v2", "NH", "45.00", "75.00", "0.600000"),
        (TIRES, None, "NH", "30.00", "75.00", "0.400000"),
        (None, "v2", "VT", "15.00", "40.00", "0.375000"),
    ]
    # The contract for all rubber could have taken tires; that for retreads and Vermont's addendum could not.
    assert told(rows, "category", "contracts_usable", "line_count", "last_bought_month") == [
        ("Tires", 1, 2, "2026-01-01"),
        ("Tires", 1, 1, "2026-02-01"),
        (None, 0, 1, "2026-03-01"),
    ]


def test_small_amounts_and_other_categories_can_be_left_out(service: QueryService) -> None:
    rows = records(service, "spend-without-a-contract", at_least="45", category="25")
    assert told(rows, "net_amount") == [("45.00",)]
    assert records(service, "spend-without-a-contract", category=PAPER) == []
    assert records(service, "spend-without-a-contract", Scope(alliances=("naspo",))) == []


CREDITED = (
    "contract_id",
    "vendor_id",
    "gross_sales_amount",
    "credits_amount",
    "returns_amount",
    "credited_share",
)


def test_credits_and_returns_are_held_against_gross_sales(service: QueryService) -> None:
    assert told(records(service, "credits-and-returns"), *CREDITED, "sales_lines", "credit_lines") == [
        # The dealer took back what it had not sold: no share.
        ("tires", "v3", "0.00", "0.00", "20.00", None, 0, 1),
        ("tires", "v1", "100.00", "10.00", "0.00", "0.100000", 1, 1),
        (None, "v2", "50.00", "5.00", "0.00", "0.100000", 1, 1),
    ]
    assert told(records(service, "credits-and-returns", at_least="0.11"), "vendor_id") == [("v3",)]


NAMES = ("spend-by-alliance-and-month", "largest-vendors", "spend-without-a-contract", "credits-and-returns")


def test_a_portfolio_without_spend_has_no_rows(tmp_path: Path) -> None:
    with opened(write_portfolio(tmp_path, as_of="2026-06-30", contracts=[], spend=[])) as service:
        assert [records(service, name) for name in (*NAMES, "seasonality-by-fiscal-year")] == [[]] * 5

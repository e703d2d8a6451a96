"""Golden results of the saved queries that set alliances side by side: what they charge, and their terms.

What was bought for uniforms, by product, quantity and amount:

    NASPO    coat 10 for 1000 (100 each)   boots 4 for 200 (50 each)   gloves 5 for 50   no number 30
    12ASPO   coat  5 for  400 ( 80 each)   boots 1 for  60 (60 each)   hats 1 for 40

The basket is 15 coats and 5 boots: NASPO 15 x 100 + 5 x 50 = 1750; 12ASPO 15 x 80 + 5 x 60 = 1500.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

UNIFORMS, SALT = "53101500", "30110000"

ALLIANCES: list[Cells] = [
    {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
    {"alliance_id": "12aspo", "name": "12ASPO", "kind": "regional"},
    {"alliance_id": "sourcewell", "name": "Sourcewell", "kind": "national"},
]


def contract(contract_id: str, alliance: str, code: str | None, **cells: object) -> Cells:
    """Return a contract of the usual term and seller."""
    names = {UNIFORMS: "Uniforms", SALT: "Road salt"}
    return {
        "contract_id": contract_id,
        "alliance_id": alliance,
        "title": "T",
        "category_code": code,
        "category": names.get(code or ""),
        "vendor_id": "v1",
        "starts_on": "2022-01-01",
        "ends_on": "2027-12-31",
        **cells,
    }


CONTRACTS = [
    contract("n1", "naspo", UNIFORMS, discount_rate="0.10", warranty_months=12, delivery_days=30),
    contract("n2", "naspo", UNIFORMS, vendor_id="v2", discount_rate="0.20", payment_days=45),
    contract("n3", "naspo", UNIFORMS, vendor_id="v3", discount_rate="0.90", ends_on="2026-06-29"),
    contract("n4", "naspo", SALT, vendor_id="v3", ceiling_amount="500", admin_fee_rate="0.0025"),
    contract("a1", "12aspo", UNIFORMS, vendor_id="v3", discount_rate="0.35"),
    contract("s1", "sourcewell", UNIFORMS, discount_rate="0.50"),
    contract("s2", "sourcewell", None, ceiling_amount="70"),
]
ADDENDA: list[Cells] = [
    {"addendum_id": "p1", "contract_id": "n1", "state": "VT"},
    {"addendum_id": "p2", "contract_id": "n2", "state": "VT"},
    {"addendum_id": "p3", "contract_id": "n3", "state": "ME"},
    {"addendum_id": "p4", "contract_id": "a1", "state": "NH"},
]


def bought(contract_id: str, state: str, product: str | None, quantity: str | None, amount: str) -> Cells:
    """Return a spend line."""
    line = {"contract_id": contract_id, "state": state, "product_number": product}
    return {**line, "quantity": quantity, "amount": amount, "spent_on": "2025-09-01"}


SPEND = [
    bought("n1", "VT", "coat", "6", "700"),
    bought("n2", "VT", "coat", "4", "300"),
    bought("n1", "NH", "boots", "4", "200"),
    bought("n1", "NH", "gloves", "5", "50"),
    bought("n1", "NH", None, "1", "30"),
    bought("n1", "NH", "coat", "-1", "-100"),  # returned: no price
    bought("a1", "NH", "coat", "5", "400"),
    bought("a1", "NH", "coat", None, "8"),  # no quantity: no price
    bought("a1", "VT", "boots", "1", "60"),
    bought("a1", "VT", "hats", "1", "40"),
    bought("n4", "ME", "coat", "1", "1"),  # the same number in another category
    bought("s1", "VT", "coat", "1", "1"),  # through a third alliance
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("alliances"),
        as_of="2026-06-30",
        alliances=ALLIANCES,
        memberships=[
            {"alliance_id": "12aspo", "state": "NH", "joined_on": "2019-01-01"},
            {"alliance_id": "12aspo", "state": "VT", "joined_on": "2026-07-01"},
        ],
        vendors=[
            {"vendor_id": "v1", "name": "Coats Inc", "parent_id": "v2"},
            {"vendor_id": "v2", "name": "Clothing Group"},
        ],
        contracts=CONTRACTS,
        participating_addenda=ADDENDA,
        spend=SPEND,
    )
    with opened(folder) as running:
        yield running


NAME = "alliances-in-a-category"
CONTRACT_COUNTS = ("alliance_id", "category", "alliances_serving", "contracts", "contracts_in_force")
STATES = ("vendors_in_force", "states_member", "states_participating", "states_buying")
MONEY = ("alliance_id", "net_amount", "both_net_amount", "share", "compared_amount", "sales_amount")
BASKETS = (
    "products_compared",
    "compared_share",
    "basket_amount",
    "other_basket_amount",
    "price_against_other",
)


def test_two_alliances_stand_side_by_side_where_both_serve(service: QueryService) -> None:
    rows = records(service, NAME)
    assert told(rows, *CONTRACT_COUNTS, *STATES) == [
        # The two contracts in force are of one group of vendors.
        ("naspo", "Uniforms", 2, 3, 2, 1, 0, 1, 2),
        ("12aspo", "Uniforms", 2, 1, 1, 1, 1, 1, 2),
        ("naspo", "Road salt", 1, 1, 1, 1, 0, 0, 1),
    ]


def test_the_common_basket_has_a_price_at_each_alliance(service: QueryService) -> None:
    rows = records(service, NAME)
    assert told(rows, *MONEY) == [
        ("naspo", "1180.00", "1688.00", "0.699052", "1200.00", "1280.00"),
        ("12aspo", "508.00", "1688.00", "0.300948", "460.00", "508.00"),
        ("naspo", "1.00", "1.00", "1.000000", "0.00", "1.00"),
    ]
    assert told(rows, *BASKETS) == [
        (2, "0.937500", "1750.00", "1500.00", "1.166667"),
        (2, "0.905512", "1500.00", "1750.00", "0.857143"),
        (0, "0.000000", None, None, None),
    ]


def test_terms_are_medians_of_contracts_in_force(service: QueryService) -> None:
    (naspo, _) = records(service, NAME, category="53")
    terms = [column for column in naspo if column.startswith("median_")]
    assert told([naspo], *terms) == [("0.150000", "12.0", "30.0", "45.0")]


def test_any_two_alliances_and_one_category_can_be_chosen(service: QueryService) -> None:
    rows = records(service, NAME, first_alliance="sourcewell", second_alliance="naspo", category=UNIFORMS)
    assert told(rows, "alliance_id", "price_against_other") == [
        ("sourcewell", "0.010000"),
        ("naspo", "100.000000"),
    ]
    assert told(records(service, NAME, category="3011"), "alliance_id", "share") == [("naspo", "1.000000")]
    new_hampshire = records(service, NAME, Scope(states=("NH",)), category=UNIFORMS)
    assert told(new_hampshire, "alliance_id", "net_amount", "products_compared") == [
        ("naspo", "180.00", 0),
        ("12aspo", "408.00", 0),
    ]


TERMS = ("contract_id", "discount_rate", "warranty_months", "delivery_days", "payment_days", "admin_fee_rate")


def test_terms_in_a_category_stand_side_by_side_by_alliance(service: QueryService) -> None:
    rows = records(service, "terms-in-a-category", category=UNIFORMS)
    assert told(rows, *TERMS) == [
        ("a1", "0.350000", None, None, None, None),
        ("n2", "0.200000", None, None, 45, None),
        ("n1", "0.100000", 12, 30, None, None),
        ("s1", "0.500000", None, None, None, None),
    ]
    beside = ("alliance_name", "vendor_name", "ends_on", "addenda_in_force", "net_amount")
    assert told(rows[:2], *beside) == [
        ("12ASPO", None, "2027-12-31", 1, "508.00"),
        ("NASPO ValuePoint", "Clothing Group", "2027-12-31", 1, "300.00"),
    ]


def test_terms_of_all_categories_and_of_ended_contracts(service: QueryService) -> None:
    in_force = told(
        records(service, "terms-in-a-category"), "contract_id", "ceiling_amount", "admin_fee_rate"
    )
    assert in_force[0] == ("n4", "500.00", "0.002500")
    assert in_force[-1] == ("s2", "70.00", None)
    ended = records(service, "terms-in-a-category", category=UNIFORMS, in_force="no")
    assert told(ended, "contract_id", "in_force")[1] == ("n3", False)


def test_an_alliance_that_is_not_there_is_compared_with_nothing(tmp_path: Path) -> None:
    with opened(write_portfolio(tmp_path, as_of="2026-06-30", contracts=CONTRACTS[-1:], spend=[])) as service:
        assert records(service, NAME) == []
        assert records(service, "terms-in-a-category", category=UNIFORMS) == []
        assert told(records(service, "terms-in-a-category"), "contract_id", "net_amount") == [("s2", "0.00")]

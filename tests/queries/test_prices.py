"""Golden rows of prices: side by side in a category, across states, and against the list."""

from collections.abc import Iterator

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

LAPTOPS, TIRES = "43211500", "25172500"


def bought(
    state: str, amount: str, quantity: str | None, product: str | None = "A1", **cells: object
) -> Cells:
    """Return a line of laptops that carries no list price unless it says so."""
    return {
        "state": state,
        "spent_on": "2026-01-10",
        "amount": amount,
        "quantity": quantity,
        "product_number": product,
        **cells,
    }


CONTRACTS: list[Cells] = [
    {
        "contract_id": "naspo-1",
        "alliance_id": "naspo",
        "vendor_id": "v1",
        "title": "Laptops",
        "category_code": LAPTOPS,
        "category": "Computers",
        "discount_rate": "0.25",
    },
    {
        "contract_id": "own-1",
        "alliance_id": "own-vt",
        "vendor_id": "v2",
        "title": "Vermont laptops",
        "category_code": LAPTOPS,
    },
    {"contract_id": "tires", "alliance_id": "naspo", "title": "Tires", "category_code": TIRES},
]
ON_NASPO = {"contract_id": "naspo-1"}
SPEND = [
    # On naspo-1: 10 for 800 and 30 for 2,200, so 40 for 3,000: 75 each; the first alone carries a list price.
    bought("VT", "800", "10", list_price="100", unit_price="80", description="Laptop", **ON_NASPO),
    bought("NH", "2200", "30", **ON_NASPO),
    # Vermont's own: 5 for 450, 90 each.
    bought("VT", "450", "5", contract_id="own-1", unit_price="90"),
    # Off contract: 1 for 120.
    bought("ME", "120", "1", category_code=LAPTOPS, unit_price="120"),
    # Sold on one contract alone.
    bought("VT", "60", "3", "B2", **ON_NASPO),
    # Look alike: a return, no quantity, no product number, another category's.
    bought("VT", "-80", "-1", list_price="100", **ON_NASPO),
    bought("VT", "1", None, list_price="100", **ON_NASPO),
    bought("VT", "1", "1", None, **ON_NASPO),
    bought("VT", "1", "1", contract_id="tires"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("prices"),
        as_of="2026-06-30",
        alliances=[
            {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
            {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
        ],
        vendors=[{"vendor_id": "v1", "name": "First"}, {"vendor_id": "v2", "name": "Second"}],
        contracts=CONTRACTS,
        spend=SPEND,
    )
    with opened(folder) as opened_service:
        yield opened_service


def test_contracts_of_a_category_stand_side_by_side_for_each_product(service: QueryService) -> None:
    rows = records(service, "prices-in-a-category", category=LAPTOPS)
    # Own: 90 ÷ 75 - 1, and 450 - 75 × 5; off contract: 120 ÷ 75 - 1, and 120 - 75.
    assert told(
        rows,
        "product_number",
        "contract_id",
        "alliance_name",
        "vendor_name",
        "states",
        "effective_price",
        "lowest_price",
        "above_lowest",
        "amount_above_lowest",
    ) == [
        ("A1", "naspo-1", "NASPO ValuePoint", "First", 2, "75.0000", "75.0000", "0.000000", "0.00"),
        ("A1", "own-1", "Vermont's own", "Second", 1, "90.0000", "75.0000", "0.200000", "75.00"),
        ("A1", None, "Off contract", None, 1, "120.0000", "75.0000", "0.600000", "45.00"),
    ]


def test_the_discount_promised_stands_beside_the_one_reached(service: QueryService) -> None:
    rows = records(service, "prices-in-a-category", category=LAPTOPS)
    columns = ("contract_id", "discount_promised", "listed_amount", "list_amount", "discount_reached")
    assert told(rows, *columns) == [
        ("naspo-1", "0.250000", "800.00", "1000.00", "0.200000"),
        ("own-1", None, None, None, None),
        (None, None, None, None, None),
    ]


def test_products_bought_in_one_place_are_listed_when_asked_for(service: QueryService) -> None:
    rows = records(service, "prices-in-a-category", category=LAPTOPS, only_shared="no")
    assert told(rows, "product_number", "contract_id", "effective_price")[3:] == [
        ("B2", "naspo-1", "20.0000")
    ]


def test_a_coarser_category_covers_the_finer_one(service: QueryService) -> None:
    assert len(records(service, "prices-in-a-category", category="43000000")) == 3
    assert records(service, "prices-in-a-category", category="44000000") == []


def test_a_scope_of_one_state_compares_what_it_bought(service: QueryService) -> None:
    rows = records(service, "prices-in-a-category", Scope(states=("VT",)), category=LAPTOPS)
    assert told(rows, "contract_id", "effective_price", "lowest_price") == [
        ("naspo-1", "80.0000", "80.0000"),
        ("own-1", "90.0000", "80.0000"),
    ]


def test_prices_of_a_product_across_states(service: QueryService) -> None:
    # Unit prices of A1: 80 and 90 in Vermont, 2,200 ÷ 30 in New Hampshire, 120 in Maine.
    rows = records(service, "price-dispersion", Scope(categories=(LAPTOPS,)))
    assert told(
        rows,
        "product_number",
        "states",
        "vendors",
        "lines",
        "effective_price",
        "lowest_price",
        "median_price",
        "highest_price",
        "spread",
        "lowest_in_state",
        "highest_in_state",
    ) == [
        # 3,570 for 46; the median of 73.3333, 80, 90, 120; 120 ÷ 73.3333 - 1.
        ("A1", 3, 2, 4, "77.6087", "73.3333", "85.0000", "120.0000", "0.636364", "NH", "ME")
    ]


def test_prices_of_a_product_state_by_state(service: QueryService) -> None:
    scope = Scope(categories=(LAPTOPS,))
    rows = records(service, "price-dispersion", scope, product="A1", by_state="yes")
    assert told(rows, "state", "lines", "lowest_price", "highest_price", "spread") == [
        ("VT", 2, "80.0000", "90.0000", "0.125000"),
        ("ME", 1, "120.0000", "120.0000", "0.000000"),
        ("NH", 1, "73.3333", "73.3333", "0.000000"),
    ]


def test_products_bought_in_few_states_are_shown_when_asked_for(service: QueryService) -> None:
    assert told(records(service, "price-dispersion", states_at_least="1"), "product_number") == [
        ("A1",),
        ("B2",),
    ]
    assert records(service, "price-dispersion", states_at_least="4") == []
    assert records(service, "price-dispersion", product="B2") == []


def test_discount_off_list_by_alliance_with_the_share_it_covers(service: QueryService) -> None:
    columns = (
        "alliance_id",
        "sales_amount",
        "listed_amount",
        "covered_share",
        "list_amount",
        "discount",
        "lines",
    )
    # NASPO ValuePoint sold 800 + 2,200 + 60 + 1 + 1 + 1; the 800 carry a list price and a quantity.
    assert told(records(service, "discount-off-list"), *columns) == [
        ("naspo", "3063.00", "800.00", "0.261182", "1000.00", "0.200000", 6),
        ("own", "450.00", "0.00", "0.000000", None, None, 1),
        ("off_contract", "120.00", "0.00", "0.000000", None, None, 1),
    ]


def test_discount_off_list_by_vendor_and_category(service: QueryService) -> None:
    rows = records(service, "discount-off-list", by_alliance="no", by_vendor="yes", by_category="yes")
    assert told(
        rows, "alliance_id", "vendor_name", "category_code", "category", "sales_amount", "discount"
    ) == [
        (None, "First", LAPTOPS, "Computers", "3062.00", "0.200000"),
        (None, "Second", LAPTOPS, "Computers", "450.00", None),
        (None, None, LAPTOPS, "Computers", "120.00", None),
        (None, None, TIRES, None, "1.00", None),
    ]


def test_without_any_line_there_are_no_rows(service: QueryService) -> None:
    nowhere = Scope(states=("AK",))
    assert records(service, "discount-off-list", nowhere) == []
    assert records(service, "price-dispersion", nowhere) == []
    assert records(service, "prices-in-a-category", nowhere, category=LAPTOPS) == []

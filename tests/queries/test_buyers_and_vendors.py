"""Golden rows of who buys, and of how far categories depend on few vendors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

TIRES, PAPER = "25172500", "14111500"


def bought(amount: str, contract_id: str | None = None, **cells: object) -> Cells:
    """Return a line that Vermont bought in January 2026."""
    return {"state": "VT", "spent_on": "2026-01-10", "amount": amount, "contract_id": contract_id, **cells}


SPEND = [
    bought("300", "n1", entity_id="city 1"),
    bought("100", "n1", entity_id="city 2", spent_on="2026-02-10"),
    bought("100", "n2", entity_id="city 1"),
    bought("450", "n2", entity_id="school"),
    bought("-50", "n2", entity_id="school"),
    bought("60", "n2"),
    bought("25", "o1", entity_id="school"),
    bought("75", "o2", entity_id="school"),
    bought("10", entity_id="stranger"),
    bought("-5", "l1", entity_id="school"),
    bought("999", "n1", entity_id="city 1", spent_on="2026-07-01"),  # after the as-of date
]


@pytest.fixture(scope="module")
def buyers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("buyers"),
        as_of="2026-06-30",
        alliances=[
            {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
            {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
            {"alliance_id": "own-nh", "name": "New Hampshire's own", "kind": "state"},
        ],
        contracts=[
            {"contract_id": "n1", "alliance_id": "naspo", "title": "One"},
            {"contract_id": "n2", "alliance_id": "naspo", "title": "Two"},
            {"contract_id": "o1", "alliance_id": "own-vt", "title": "Own"},
            {"contract_id": "o2", "alliance_id": "own-nh", "title": "Own too"},
            {"contract_id": "p", "alliance_id": "naspo", "title": "Positions"},
            {"contract_id": "l1", "alliance_id": "league", "title": "Returned"},
        ],
        entities=[
            {"entity_id": "city 1", "name": "First City", "entity_type": "city", "state": "VT"},
            {"entity_id": "city 2", "name": "Second City", "entity_type": "city", "state": "VT"},
            {"entity_id": "school", "name": "School", "entity_type": "school_k12", "state": "VT"},
        ],
        spend=SPEND,
        balances=[{"contract_id": "p", "state": "TX", "as_of": "2026-03-31", "ordered_amount": "40"}],
    )
    with opened(folder) as service:
        yield service


WHO = ("alliance_id", "contract_id", "entity_type", "entity_id")
HOW_MUCH = ("net_amount", "net_of_all_buyers", "share", "entities", "lines", "last_bought_month")


def test_types_of_buyers_by_alliance(buyers: QueryService) -> None:
    # Through NASPO ValuePoint: 500 by cities, 400 by the school, 60 by nobody named and 40 from positions.
    assert told(records(buyers, "who-buys"), *WHO, *HOW_MUCH) == [
        ("naspo", None, "city", None, "500.00", "1000.00", "0.500000", 2, 3, "2026-02-01"),
        ("naspo", None, "school_k12", None, "400.00", "1000.00", "0.400000", 1, 2, "2026-01-01"),
        ("naspo", None, None, None, "100.00", "1000.00", "0.100000", 0, 1, "2026-03-01"),
        ("own", None, "school_k12", None, "100.00", "100.00", "1.000000", 1, 2, "2026-01-01"),
        ("off_contract", None, None, None, "10.00", "10.00", "1.000000", 1, 1, "2026-01-01"),
        # In credit: no share.
        ("league", None, "school_k12", None, "-5.00", "-5.00", None, 1, 1, "2026-01-01"),
    ]


def test_types_of_buyers_by_contract(buyers: QueryService) -> None:
    rows = records(buyers, "who-buys", Scope(alliances=("naspo",)), by_contract="yes")
    assert told(rows, "contract_id", "title", "entity_type", "net_amount", "net_of_all_buyers", "share") == [
        ("n2", "Two", "school_k12", "400.00", "560.00", "0.714286"),
        ("n2", "Two", "city", "100.00", "560.00", "0.178571"),
        ("n2", "Two", None, "60.00", "560.00", "0.107143"),
        ("n1", "One", "city", "400.00", "400.00", "1.000000"),
        ("p", "Positions", None, "40.00", "40.00", "1.000000"),
    ]


def test_entities_by_alliance(buyers: QueryService) -> None:
    rows = records(buyers, "who-buys", Scope(states=("VT",)), by_entity="yes")
    assert told(rows, "alliance_name", "entity_id", "entity_name", "state", "net_amount") == [
        ("NASPO ValuePoint", "city 1", "First City", "VT", "400.00"),
        ("NASPO ValuePoint", "school", "School", "VT", "400.00"),
        ("NASPO ValuePoint", "city 2", "Second City", "VT", "100.00"),
        ("NASPO ValuePoint", None, "No buyer named", "VT", "60.00"),
        ("States' own contracts", "school", "School", "VT", "100.00"),
        ("Off contract", "stranger", "stranger", "VT", "10.00"),
        ("league", "school", "School", "VT", "-5.00"),
    ]


def test_the_scope_narrows_buyers_and_contracts(buyers: QueryService) -> None:
    scope = Scope(entity_types=("school_k12",), contracts=("o1",))
    assert told(records(buyers, "who-buys", scope), "net_amount", "share") == [("25.00", "1.000000")]
    assert records(buyers, "who-buys", Scope(states=("AK",))) == []


@pytest.fixture(scope="module")
def vendors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("vendors"),
        as_of="2026-06-30",
        vendors=[
            {"vendor_id": "big", "name": "Big"},
            {"vendor_id": "daughter", "name": "Daughter", "parent_id": "big"},
            {"vendor_id": "other", "name": "Other"},
        ],
        contracts=[
            {
                "contract_id": "c",
                "alliance_id": "a",
                "title": "C",
                "vendor_id": "other",
                "category_code": TIRES,
                "category": "Tires",
            }
        ],
        spend=[
            # 30/30/20/20 on parents.
            bought("100", vendor_id="big", category_code=TIRES),
            bought("200", vendor_id="daughter", category_code=TIRES),
            bought("300", "c"),
            bought("200", vendor_id="third", category_code=TIRES),
            bought("200", vendor_id="fourth", category_code=TIRES),
            bought("-50", vendor_id="in credit", category_code=TIRES),
            bought("5000", category_code=TIRES),
            # Ten of a tenth each.
            *(bought("10", vendor_id=f"v{number}", category_code=PAPER) for number in range(10)),
            bought("7", vendor_id="other"),
        ],
    )
    with opened(folder) as service:
        yield service


COLUMNS = (
    "category_code",
    "parent_id",
    "parent_name",
    "concentration_index",
    "concentration",
    "vendors",
    "place",
)
SHARES = ("net_amount", "category_net_amount", "share")


def test_concentration_of_each_category_with_its_largest_vendors(vendors: QueryService) -> None:
    assert told(records(vendors, "vendor-concentration"), *COLUMNS, *SHARES) == [
        (None, "other", "Other", "10000.00", "high", 1, 1, "7.00", "7.00", "1.000000"),
        (TIRES, "big", "Big", "2600.00", "high", 4, 1, "300.00", "1000.00", "0.300000"),
        (TIRES, "other", "Other", "2600.00", "high", 4, 2, "300.00", "1000.00", "0.300000"),
        (TIRES, "fourth", "fourth", "2600.00", "high", 4, 3, "200.00", "1000.00", "0.200000"),
        (PAPER, "v0", "v0", "1000.00", "low", 10, 1, "10.00", "100.00", "0.100000"),
        (PAPER, "v1", "v1", "1000.00", "low", 10, 2, "10.00", "100.00", "0.100000"),
        (PAPER, "v2", "v2", "1000.00", "low", 10, 3, "10.00", "100.00", "0.100000"),
    ]


def test_the_number_of_vendors_shown_does_not_change_the_index(vendors: QueryService) -> None:
    rows = records(vendors, "vendor-concentration", Scope(categories=(TIRES,)), vendors_shown="1")
    assert told(rows, "category", "concentration_index", "vendors", "place") == [("Tires", "2600.00", 4, 1)]


def test_spend_of_no_named_vendor_has_no_concentration(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path, as_of="2026-06-30", contracts=[], spend=[bought("5", category_code=TIRES)]
    )
    with opened(folder) as tiny:
        assert records(tiny, "vendor-concentration") == []

"""Golden rows of what went off contract although an addendum was in force, by category and by buyer."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.measures.portfolio_rows import CAPTURE
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, row_of, write_portfolio

SNOW, TIRES, DRUGS, PAPER = "22101600", "25172500", "51000000", "14111500"
CONTRACTS: list[Cells] = [
    {
        "contract_id": "snow",
        "alliance_id": "a",
        "title": "Snow",
        "category_code": SNOW,
        "category": "Snow removal",
        "ends_on": "2026-03-31",
    },
    {"contract_id": "tires", "alliance_id": "a", "title": "Tires", "category_code": TIRES},
    {"contract_id": "tires too", "alliance_id": "b", "title": "Tires", "category_code": TIRES},
    {"contract_id": "drugs", "alliance_id": "a", "title": "Drugs", "category_code": DRUGS},
]
ADDENDA: list[Cells] = [
    {"addendum_id": "1", "contract_id": "snow", "state": "VT", "effective_on": "2025-01-01"},
    {"addendum_id": "2", "contract_id": "tires", "state": "VT", "entity_id": "college"},
    {"addendum_id": "3", "contract_id": "tires too", "state": "VT", "entity_id": "college"},
    {"addendum_id": "4", "contract_id": "drugs", "state": "NH", "effective_on": "2026-01-01"},
]


def bought(day: str, amount: str, category_code: str | None = None, **cells: object) -> Cells:
    """Return a line that Vermont bought, off contract unless it says otherwise."""
    return {"state": "VT", "spent_on": day, "amount": amount, "category_code": category_code, **cells}


SPEND = [
    bought("2026-01-01", "600", contract_id="snow", entity_id="town"),
    bought("2026-03-31", "250", SNOW, entity_id="town", vendor_id="plow"),
    bought("2025-06-01", "-50", SNOW, entity_id="town", vendor_id="plow"),
    bought("2026-01-01", "30", SNOW),
    bought("2026-01-01", "40", TIRES, entity_id="college", vendor_id="wheel"),
    bought("2026-02-01", "60", TIRES, entity_id="college", contract_id="tires"),
    bought("2026-01-01", "100", "51102700", state="NH", entity_id="clinic", vendor_id="pill"),
    # Look alike: before the addendum, after its contract, by one without an addendum, in another state.
    bought("2024-12-31", "700", SNOW, entity_id="town", vendor_id="plow"),
    bought("2026-04-01", "70", SNOW, entity_id="town", vendor_id="plow"),
    bought("2026-01-01", "500", TIRES, entity_id="town", vendor_id="wheel"),
    bought("2026-01-01", "900", DRUGS),
    bought("2025-12-31", "300", DRUGS, state="NH"),
    # No category, and after the as-of date.
    bought("2026-01-01", "999"),
    bought("2026-07-01", "999", TIRES, entity_id="college"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("leakage"),
        as_of="2026-06-30",
        contracts=CONTRACTS,
        participating_addenda=ADDENDA,
        entities=[
            {"entity_id": "college", "name": "College", "entity_type": "higher_education", "state": "VT"}
        ],
        vendors=[{"vendor_id": "wheel", "name": "Wheels"}],
        spend=SPEND,
    )
    with opened(folder) as opened_service:
        yield opened_service


def test_capture_and_leakage_of_each_category(service: QueryService) -> None:
    assert told(
        records(service, "capture-by-category"),
        "category_code",
        "category",
        "net_amount",
        "addressable_amount",
        "addressable_share",
        "contract_amount",
        "capture",
        "leaked_amount",
        "leakage",
    ) == [
        # 600 + 250 - 50 + 30 of it addressable, beside 700 and 70.
        (SNOW, "Snow removal", "1600.00", "830.00", "0.518750", "600.00", "0.722892", "230.00", "0.277108"),
        ("51102700", None, "100.00", "100.00", "1.000000", "0.00", "0.000000", "100.00", "1.000000"),
        (TIRES, None, "600.00", "100.00", "0.166667", "60.00", "0.600000", "40.00", "0.400000"),
        (DRUGS, None, "1200.00", "0.00", "0.000000", "0.00", None, "0.00", None),
    ]


def test_the_categories_add_up_to_the_measure(service: QueryService) -> None:
    rows = records(service, "capture-by-category")
    measure = row_of(service, CAPTURE)
    assert sum(row["addressable_amount"] for row in rows) == measure.addressable_amount == Decimal(1030)
    assert sum(row["contract_amount"] for row in rows) == measure.contract_amount == Decimal(660)
    leaked = records(service, "leakage-by-buyer")
    assert sum(row["leaked_amount"] for row in leaked) == Decimal(1030 - 660)


def test_leakage_of_each_buyer_beside_what_could_be_used(service: QueryService) -> None:
    assert told(
        records(service, "leakage-by-buyer"),
        "state",
        "entity_name",
        "entity_type",
        "vendor_name",
        "category_code",
        "leaked_amount",
        "all_leaked_amount",
        "share",
        "lines",
        "contracts_usable",
        "usable_contract_id",
    ) == [
        # The snow contract ended in March.
        ("VT", "town", None, "plow", SNOW, "200.00", "370.00", "0.540541", 2, 0, None),
        ("NH", "clinic", None, "pill", "51102700", "100.00", "370.00", "0.270270", 1, 1, "drugs"),
        ("VT", "College", "higher_education", "Wheels", TIRES, "40.00", "370.00", "0.108108", 1, 2, "tires"),
        ("VT", "No buyer named", None, "No vendor named", SNOW, "30.00", "370.00", "0.081081", 1, 0, None),
    ]


def test_small_leaks_may_be_left_out_and_the_share_stays_that_of_all(service: QueryService) -> None:
    rows = records(service, "leakage-by-buyer", at_least="100")
    assert told(rows, "leaked_amount", "share") == [("200.00", "0.540541"), ("100.00", "0.270270")]


def test_the_scope_narrows_states_and_days(service: QueryService) -> None:
    scope = Scope(states=("VT",), fiscal_year=2025)
    assert told(records(service, "leakage-by-buyer", scope), "leaked_amount", "share") == [("-50.00", None)]
    rows = records(service, "capture-by-category", scope)
    # In fiscal year 2025 Vermont returned 50 and bought 700 before its addendum.
    assert told(rows, "net_amount", "addressable_amount", "capture") == [("650.00", "-50.00", None)]


@pytest.mark.parametrize("narrow", [Scope(alliances=("a",)), Scope(contracts=("tires",))])
def test_a_scope_without_spend_off_contract_says_nothing(service: QueryService, narrow: Scope) -> None:
    assert records(service, "capture-by-category", narrow) == []
    assert records(service, "leakage-by-buyer", narrow) == []


def test_without_addenda_nothing_leaks(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path, as_of="2026-06-30", contracts=[], spend=[bought("2026-01-01", "5", TIRES)]
    )
    with opened(folder) as tiny:
        assert records(tiny, "leakage-by-buyer") == []
        assert told(records(tiny, "capture-by-category"), "addressable_amount", "capture") == [("0.00", None)]

"""What each part of a scope leaves of the tables that queries name.

Every spend line's amount has one digit of its own, so that a sum tells which lines are left.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import Cells, opened, write_portfolio

CONTRACTS: list[Cells] = [
    {
        "contract_id": "n",
        "alliance_id": "naspo",
        "title": "N",
        "vendor_id": "daughter",
        "category_code": "43211500",
        "lead_state": "MN",
    },
    {
        "contract_id": "a",
        "alliance_id": "12aspo",
        "title": "A",
        "vendor_id": "other",
        "category_code": "22101600",
    },
    {"contract_id": "p", "alliance_id": "12aspo", "title": "P", "vendor_id": "other"},
]
SPEND: list[Cells] = [
    {
        "state": "VT",
        "amount": "1",
        "spent_on": "2025-07-01",
        "contract_id": "n",
        "entity_id": "school",
        "category_code": "43211503",
    },
    {"state": "NH", "amount": "20", "spent_on": "2025-06-30", "contract_id": "a", "entity_id": "city"},
    {"state": "VT", "amount": "300", "spent_on": "2024-01-31", "category_code": "43000000"},
    {
        "state": "VT",
        "amount": "4000",
        "spent_on": "2026-06-30",
        "contract_id": "a",
        "vendor_id": "mother",
        "category_code": "50",
    },
    {"state": "TX", "amount": "50000", "spent_on": "2026-07-01", "contract_id": "n"},  # after the as-of date
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("scoped"),
        as_of="2026-06-30",
        alliances=[
            {"alliance_id": "naspo", "name": "NASPO", "kind": "national"},
            {"alliance_id": "12aspo", "name": "12ASPO", "kind": "regional"},
        ],
        memberships=[
            {"alliance_id": "12aspo", "state": "VT"},
            {"alliance_id": "12aspo", "state": "NH", "left_on": "2020-01-01"},
        ],
        contracts=CONTRACTS,
        participating_addenda=[
            {"addendum_id": "1", "contract_id": "a", "state": "ME"},
            {"addendum_id": "2", "contract_id": "n", "state": "VT", "ends_on": "2026-06-29"},
        ],
        amendments=[{"contract_id": "a", "kind": "option"}, {"contract_id": "n", "kind": "bridge"}],
        vendors=[
            {"vendor_id": "mother", "name": "Mother"},
            {"vendor_id": "daughter", "name": "Daughter", "parent_id": "mother"},
            {"vendor_id": "other", "name": "Other"},
        ],
        entities=[
            {"entity_id": "school", "name": "S", "entity_type": "school_k12", "state": "VT"},
            {"entity_id": "city", "name": "C", "entity_type": "city", "state": "NH"},
        ],
        spend=SPEND,
        balances=[
            {"contract_id": "p", "state": "CT", "as_of": "2026-03-31", "ordered_amount": "600000"},
            {"contract_id": "p", "state": "CT", "as_of": "2026-09-30", "ordered_amount": "900000"},
        ],
    )
    with opened(folder) as running:
        yield running


def answer(service: QueryService, sql: str, scope: Scope) -> list[object]:
    """Return the first column of what a query gives."""
    query = DocumentedSQL("q", Path("q.sql"), sql, {"title": "Q", "description": "Q"})
    return list(service.run(QueryRequest(1, query, scope)).table.column(0).to_pylist())


SCOPES = {
    "nothing": (Scope(), "4321", "604321"),
    "states": (Scope(states=("VT", "CT")), "4301", "604301"),
    "alliances": (Scope(alliances=("12aspo",)), "4020", "604020"),
    "contract": (Scope(contracts=("n",)), "1", "1"),
    "entity type": (Scope(entity_types=("school_k12", "county")), "1", "1"),
    "vendor, its own or its contract's": (Scope(vendors=("other",)), "20", "600020"),
    "vendor with those that belong to it": (Scope(vendors=("mother",)), "4001", "4001"),
    "vendor that is not in the table": (Scope(vendors=("nobody",)), None, None),
    "segment": (Scope(categories=("43",)), "301", "301"),
    "segment, padded": (Scope(categories=("43000000",)), "301", "301"),
    "segment, half padded": (Scope(categories=("4300",)), "301", "301"),
    "class": (Scope(categories=("43211500",)), "1", "1"),
    "six digits": (Scope(categories=("432115",)), "1", "1"),
    "commodity": (Scope(categories=("43211503",)), "1", "1"),
    "another commodity": (Scope(categories=("43211504",)), None, None),
    "category of the contract": (Scope(categories=("2210", "50")), "4020", "4020"),
    "odd digits are no levels": (Scope(categories=("500",)), None, None),
    "fiscal year": (Scope(fiscal_year=2025), "20", "20"),
    "from": (Scope(from_date=dt.date(2025, 7, 1)), "4001", "604001"),
    "to": (Scope(to_date=dt.date(2025, 6, 30)), "320", "320"),
    "as of": (Scope(as_of=dt.date(2026, 9, 30)), "54321", "954321"),
    "as of, before the period ends": (Scope(fiscal_year=2026, as_of=dt.date(2026, 6, 29)), "1", "600001"),
    "all at once": (
        Scope(("VT",), ("naspo",), ("43",), ("mother",), ("n",), ("school_k12",), fiscal_year=2026),
        "1",
        "1",
    ),
    "a contradiction": (Scope(alliances=("naspo",), contracts=("a",)), None, None),
}


@pytest.mark.parametrize("name", SCOPES)
def test_a_scope_leaves_the_lines_and_the_positions_that_it_names(service: QueryService, name: str) -> None:
    scope, lines, with_positions = SCOPES[name]
    in_lines = answer(service, "SELECT sum(amount) FROM spend", scope)
    assert in_lines == [None if lines is None else Decimal(lines)]
    expected = None if with_positions is None else Decimal(with_positions)
    assert answer(service, "SELECT sum(net_amount) FROM monthly_spend", scope) == [expected]
    assert answer(service, "SELECT sum(net_amount) FROM monthly_contract_spend", scope) == [expected]
    for view in ("monthly_spend", "monthly_contract_spend"):
        assert answer(service, f"SELECT sum(sales_amount + credit_amount) FROM {view}", scope) == [expected]


@pytest.mark.parametrize(
    ("scope", "contracts"),
    [
        (Scope(), ["a", "n", "p"]),
        (Scope(states=("VT",)), ["a", "n"]),  # by lines, and n by an addendum too
        (Scope(states=("ME",)), ["a"]),  # by its addendum
        (Scope(states=("MN",)), ["n"]),  # by its lead
        (Scope(states=("CT",)), ["p"]),  # by its positions
        (Scope(states=("TX",)), ["n"]),
        (Scope(states=("WY",)), []),
        (Scope(alliances=("12aspo",), states=("VT", "CT")), ["a", "p"]),
        (Scope(vendors=("mother",)), ["n"]),
        (Scope(categories=("22",)), ["a"]),
        (Scope(contracts=("p", "gone")), ["p"]),
        (Scope(fiscal_year=1999, entity_types=("tribal",)), ["a", "n", "p"]),
    ],
)
def test_a_scope_leaves_the_contracts_that_are_tied_to_it(
    service: QueryService, scope: Scope, contracts: list[str]
) -> None:
    assert answer(service, "SELECT contract_id FROM contracts ORDER BY 1", scope) == contracts


@pytest.mark.parametrize(
    ("scope", "year_before"),
    [
        (Scope(fiscal_year=2026), "20"),
        (Scope(fiscal_year=2026, entity_types=("city",)), "20"),
        (Scope(fiscal_year=2026, entity_types=("school_k12",)), None),
        (Scope(fiscal_year=2026, categories=("22",)), "20"),
        (Scope(fiscal_year=2025, categories=("43",)), "300"),
        (Scope(fiscal_year=2027, vendors=("mother",), as_of=dt.date(2027, 6, 30)), "4001"),
    ],
)
def test_a_scope_narrows_the_year_before_as_well(
    service: QueryService, scope: Scope, year_before: str | None
) -> None:
    expected = None if year_before is None else Decimal(year_before)
    assert answer(service, "SELECT sum(net_amount) FROM monthly_spend_year_before", scope) == [expected]


def test_the_other_tables_follow(service: QueryService) -> None:
    vermont = Scope(states=("VT",), alliances=("12aspo",))
    assert answer(service, "SELECT alliance_id FROM alliances", vermont) == ["12aspo"]
    assert answer(service, "SELECT state FROM memberships", vermont) == ["VT"]
    assert answer(service, "SELECT addendum_id FROM participating_addenda", vermont) == []
    assert answer(service, "SELECT addendum_id FROM participating_addenda", Scope(states=("ME",))) == ["1"]
    assert answer(service, "SELECT kind FROM amendments", vermont) == ["option"]
    assert answer(service, "SELECT entity_id FROM entities", vermont) == ["school"]
    assert answer(service, "SELECT entity_id FROM entities", Scope(entity_types=("city",))) == ["city"]
    assert answer(service, "SELECT vendor_id FROM vendors ORDER BY 1", Scope(vendors=("mother",))) == [
        "daughter",
        "mother",
    ]
    assert answer(service, "SELECT ordered_amount FROM balances", Scope()) == [Decimal(600000)]
    assert answer(service, "SELECT count(*) FROM balances", vermont) == [0]
    assert answer(service, "SELECT addendum_id FROM addenda_in_force", Scope()) == ["1"]
    the_day_before = Scope(as_of=dt.date(2026, 6, 29))
    assert answer(service, "SELECT addendum_id FROM addenda_in_force ORDER BY 1", the_day_before) == [
        "1",
        "2",
    ]
    assert answer(service, "SELECT count(*) FROM jurisdictions", vermont) == [56]


def test_a_state_may_use_what_it_has_an_addendum_for_and_what_is_its_own(tmp_path: Path) -> None:
    award = {"title": "Tires", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    folder = write_portfolio(
        tmp_path / "tiny",
        as_of="2026-06-30",
        alliances=[
            {"alliance_id": "naspo", "name": "NASPO", "kind": "national"},
            {"alliance_id": "vt", "name": "Vermont", "kind": "state"},
        ],
        contracts=[
            {"contract_id": "joint", "alliance_id": "naspo", "lead_state": "UT", **award},
            {"contract_id": "own", "alliance_id": "vt", "lead_state": "VT", **award},
            {
                "contract_id": "over",
                "alliance_id": "vt",
                "lead_state": "VT",
                **award,
                "ends_on": "2026-06-29",
            },
        ],
        participating_addenda=[
            {"addendum_id": "1", "contract_id": "joint", "state": "ME", "effective_on": "2026-02-01"}
        ],
        spend=[{"state": "VT", "amount": "1.00", "spent_on": "2026-03-01", "contract_id": "own"}],
    )
    sql = "SELECT concat_ws(' ', state, contract_id, usable_from) FROM usable_contracts ORDER BY ALL"
    with opened(folder) as service:
        assert answer(service, sql, Scope()) == ["ME joint 2026-02-01", "VT own 2026-01-01"]
        assert answer(service, sql, Scope(states=("VT",))) == ["VT own 2026-01-01"]


def test_scopes_on_two_cursors_do_not_meet(service: QueryService) -> None:
    vermont, texas = (service.engine.cursor(Scope(states=(state,))) for state in ("VT", "NH"))
    service.engine.views.make_for("FROM spend", vermont)
    try:
        assert vermont.sql("SELECT sum(amount) FROM spend").fetchall() == [(Decimal(4301),)]
        assert texas.sql("SELECT sum(amount) FROM spend").fetchall() == [(Decimal(20),)]
    finally:
        vermont.close()
        texas.close()


def test_values_of_a_scope_are_bound_and_never_read_as_sql(service: QueryService) -> None:
    nasty = "n') OR true OR ('"
    assert answer(service, "SELECT count(*) FROM spend", Scope(contracts=(nasty,))) == [0]
    assert answer(service, "SELECT count(*) FROM spend", Scope(categories=(nasty, "%"))) == [0]
    assert answer(service, "SELECT count(*) FROM contracts", Scope(vendors=(nasty,))) == [0]

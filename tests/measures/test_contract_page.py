"""Golden rows of one contract's page: months, states, addenda, amendments, buyers, lines, positions.

As of 2026-06-30, the contract's net spend by state and month:

            2024-08   2025-08   2025-09   2026-01    all
    VT          100       600      -100                600
    NH                                        400      400
    all         100       600      -100       400     1000
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from portfolio_tui.measures.contract_rows import (
    CONTRACT_ADDENDA,
    CONTRACT_AMENDMENTS,
    CONTRACT_BUYERS,
    CONTRACT_MONTHS,
    CONTRACT_STATES,
    ContractAddendum,
)
from portfolio_tui.measures.measure import Measure
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.tiny import Cells, opened, rows_of, write_portfolio

THIS_YEAR = Scope(fiscal_year=2026)
DAY = dt.date.fromisoformat


def addendum(addendum_id: str, state: str, **cells: object) -> Cells:
    """Return an addendum of the contract."""
    return {"addendum_id": addendum_id, "contract_id": "c", "state": state, **cells}


def bought(state: str, spent_on: str, amount: str, entity_id: str | None = None) -> Cells:
    """Return a spend line of the contract."""
    return {
        "contract_id": "c",
        "state": state,
        "spent_on": spent_on,
        "amount": amount,
        "entity_id": entity_id,
    }


CONTRACTS: list[Cells] = [
    {
        "contract_id": "c",
        "alliance_id": "naspo",
        "title": "Tires",
        "starts_on": "2024-07-01",
        "ends_on": "2027-12-31",
    },
    {"contract_id": "positions", "alliance_id": "naspo", "title": "Positions", "starts_on": "2025-01-01"},
    {"contract_id": "other", "alliance_id": "naspo", "title": "Other"},
]
ADDENDA = [
    addendum(
        "A1", "VT", effective_on="2024-07-01", ceiling_amount="1000", number="VT-1", state_fee_rate="0.01"
    ),
    addendum("A2", "VT", effective_on="2024-09-01", ends_on="2025-12-31", ceiling_amount="5000"),
    addendum("A3", "NH", effective_on="2026-01-01", ends_on="2030-12-31", entity_id="e2"),
    addendum("A4", "NH", effective_on="2025-01-01", ends_on="2027-06-30", ceiling_amount="50"),
    addendum("A5", "ME", effective_on="2026-07-01", ends_on="2027-12-31", ceiling_amount="10"),
    addendum("A6", "NY", effective_on="2024-07-01", ends_on="2028-06-30", ceiling_amount="900"),
]
AMENDMENTS: list[Cells] = [
    {
        "contract_id": "c",
        "kind": "option",
        "signed_on": "2025-12-01",
        "effective_on": "2026-01-01",
        "old_ends_on": "2026-12-31",
        "new_ends_on": "2027-12-31",
    },
    {
        "contract_id": "c",
        "addendum_id": "A6",
        "kind": "bridge",
        "effective_on": "2026-07-01",
        "old_ends_on": "2026-06-29",
        "new_ends_on": "2028-06-30",
        "old_ceiling_amount": "700",
        "new_ceiling_amount": "900",
    },
    {"contract_id": "other", "kind": "other", "signed_on": "2026-01-01"},
]
SPEND = [
    bought("VT", "2024-08-01", "100", "e1"),
    bought("VT", "2025-08-31", "600", "e1"),
    bought("VT", "2025-09-01", "-100"),
    bought("NH", "2026-01-15", "400", "e2"),
    bought("NH", "2026-07-01", "9999", "e2"),
    {"contract_id": "other", "state": "VT", "spent_on": "2026-01-01", "amount": "7"},
]
ENTITIES: list[Cells] = [
    {"entity_id": "e1", "name": "Burlington", "entity_type": "city", "state": "VT"},
    {"entity_id": "e2", "name": "A university", "entity_type": "higher_education", "state": "NH"},
]
BALANCES: list[Cells] = [
    {"contract_id": "positions", "state": "TX", "as_of": "2025-12-31", "ordered_amount": "100"},
    {"contract_id": "positions", "state": "TX", "as_of": "2026-03-31", "ordered_amount": "150"},
    {"contract_id": "positions", "state": "TX", "as_of": "2026-09-30", "ordered_amount": "900"},
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("contract"),
        as_of="2026-06-30",
        contracts=CONTRACTS,
        participating_addenda=ADDENDA,
        amendments=AMENDMENTS,
        entities=ENTITIES,
        spend=SPEND,
        balances=BALANCES,
    )
    with opened(folder) as running:
        yield running


def listed(
    service: QueryService, query: DocumentedSQL, contract: str, scope: Scope
) -> list[dict[str, object]]:
    """Return the rows of a measure that has no type."""
    return list(service.run(QueryRequest(1, query, scope, {"contract": contract})).table.to_pylist())


def test_months_run_to_the_total_that_is_held_against_the_ceiling_whatever_the_scope(
    service: QueryService,
) -> None:
    months = rows_of(service, CONTRACT_MONTHS, Scope(fiscal_year=2026, states=("NH",)), contract="c")
    assert [(row.month, row.net_amount, row.net_to_date) for row in months] == [
        (DAY("2024-08-01"), Decimal(100), Decimal(100)),
        (DAY("2025-08-01"), Decimal(600), Decimal(700)),
        (DAY("2025-09-01"), Decimal(-100), Decimal(600)),
        (DAY("2026-01-01"), Decimal(400), Decimal(1000)),
    ]


def test_months_of_positions_are_the_flows_between_them(service: QueryService) -> None:
    months = rows_of(service, CONTRACT_MONTHS, contract="positions")
    assert [(row.month, row.net_amount, row.net_to_date) for row in months] == [
        (DAY("2025-12-01"), Decimal(100), Decimal(100)),
        (DAY("2026-03-01"), Decimal(50), Decimal(150)),
    ]


def test_states_with_their_part_of_the_contract_and_of_their_own_ceilings(service: QueryService) -> None:
    rows = rows_of(service, CONTRACT_STATES, THIS_YEAR, contract="c")
    figures = [
        (row.state, row.net_to_date, row.net_in_scope, row.share, row.addenda, row.addenda_in_force)
        for row in rows
    ]
    assert figures == [
        ("VT", Decimal(600), Decimal(500), Decimal("0.6"), 2, 1),
        ("NH", Decimal(400), Decimal(400), Decimal("0.4"), 2, 2),
        ("ME", Decimal(0), Decimal(0), Decimal(0), 1, 0),
        ("NY", Decimal(0), Decimal(0), Decimal(0), 1, 0),
    ]
    vermont, new_hampshire, maine, new_york = rows
    # Vermont's second addendum is over: its ceiling no longer counts. 600 ÷ 1,000.
    assert (vermont.ceiling_amount, vermont.ceiling_used) == (Decimal(1000), Decimal("0.6"))
    assert (vermont.effective_on, vermont.ends_on) == (DAY("2024-07-01"), DAY("2027-12-31"))
    assert vermont.last_bought_month == DAY("2025-08-01")
    # One of New Hampshire's two in force has no ceiling, so that there is none to use up.
    assert (new_hampshire.ceiling_amount, new_hampshire.ceiling_used) == (None, None)
    assert (maine.ceiling_amount, maine.ceiling_used, maine.last_bought_month) == (None, None, None)
    assert new_york.ends_on == DAY("2026-06-29")  # not yet extended


def test_states_of_a_contract_that_nobody_bought_on_have_no_share(service: QueryService) -> None:
    rows = rows_of(service, CONTRACT_STATES, Scope(as_of=DAY("2024-07-15")), contract="c")
    assert {row.share for row in rows} == {None}


def addendum_named(service: QueryService, addendum_id: str, as_of: str) -> ContractAddendum:
    rows = rows_of(service, CONTRACT_ADDENDA, Scope(as_of=DAY(as_of)), contract="c")
    assert [row.addendum_id for row in rows] == ["A5", "A4", "A3", "A6", "A1", "A2"]
    (row,) = [row for row in rows if row.addendum_id == addendum_id]
    return row


@pytest.mark.parametrize(
    ("addendum_id", "as_of", "in_force"),
    [
        ("A1", "2024-06-30", False),  # neither it nor the contract has begun
        ("A1", "2024-07-01", True),
        ("A1", "2027-12-31", True),  # it has no end and follows its contract
        ("A1", "2028-01-01", False),
        ("A2", "2025-12-31", True),
        ("A2", "2026-01-01", False),  # it ended before its contract
        ("A3", "2027-12-31", True),
        ("A3", "2028-01-01", False),  # it outlives its contract
        ("A6", "2026-06-29", True),
        ("A6", "2026-06-30", False),
        ("A6", "2026-07-01", True),  # its extension takes effect
    ],
)
def test_an_addendum_is_in_force_within_its_own_dates_and_its_contracts(
    service: QueryService, addendum_id: str, as_of: str, in_force: bool
) -> None:
    assert addendum_named(service, addendum_id, as_of).in_force is in_force


def test_an_addendum_tells_its_own_terms(service: QueryService) -> None:
    statewide = addendum_named(service, "A1", "2026-06-30")
    assert (statewide.state_name, statewide.entity_name, statewide.number) == ("Vermont", None, "VT-1")
    assert (statewide.ceiling_amount, statewide.state_fee_rate) == (Decimal(1000), Decimal("0.01"))
    assert not statewide.outlives_contract
    university = addendum_named(service, "A3", "2026-06-30")
    assert (university.entity_name, university.outlives_contract) == ("A university", True)
    # Before the contract's own extension took effect, an addendum to mid-2027 outlived it.
    assert addendum_named(service, "A4", "2025-12-31").outlives_contract
    assert not addendum_named(service, "A4", "2026-01-01").outlives_contract
    new_york = addendum_named(service, "A6", "2026-06-30")
    assert (new_york.ends_on, new_york.ceiling_amount) == (DAY("2026-06-29"), Decimal(700))
    extended = addendum_named(service, "A6", "2026-07-01")
    assert (extended.ends_on, extended.ceiling_amount) == (DAY("2028-06-30"), Decimal(900))


def test_amendments_of_the_contract_and_its_addenda_in_the_order_of_their_effect(
    service: QueryService,
) -> None:
    option, bridge = rows_of(service, CONTRACT_AMENDMENTS, contract="c")
    assert (option.kind, option.addendum_id, option.days_added, option.after_as_of) == (
        "option",
        None,
        365,
        False,
    )
    assert (bridge.kind, bridge.state, bridge.days_added, bridge.after_as_of) == ("bridge", "NY", 732, True)
    assert (bridge.old_ceiling_amount, bridge.new_ceiling_amount) == (Decimal(700), Decimal(900))


def test_buyers_with_their_share_within_the_scope(service: QueryService) -> None:
    buyers = rows_of(service, CONTRACT_BUYERS, THIS_YEAR, contract="c")
    assert [(row.entity_id, row.entity_name, row.entity_type, row.state) for row in buyers] == [
        ("e1", "Burlington", "city", "VT"),
        ("e2", "A university", "higher_education", "NH"),
        (None, "No buyer named", None, "VT"),
    ]
    # 600, 400 and -100 of 900.
    assert [(row.net_amount, row.share, row.line_count, row.last_bought_on) for row in buyers] == [
        (Decimal(600), Decimal("0.666667"), 1, DAY("2025-08-31")),
        (Decimal(400), Decimal("0.444444"), 1, DAY("2026-01-15")),
        (Decimal(-100), Decimal("-0.111111"), 1, DAY("2025-09-01")),
    ]


def test_the_lines_behind_a_contracts_figures_newest_first(service: QueryService) -> None:
    query = Measure("contract_lines", object).query
    rows = listed(service, query, "c", THIS_YEAR)
    assert [(row["spend_id"], row["spent_on"], row["amount"], row["entity"]) for row in rows] == [
        ("s4", DAY("2026-01-15"), Decimal(400), "A university"),
        ("s3", DAY("2025-09-01"), Decimal(-100), None),
        ("s2", DAY("2025-08-31"), Decimal(600), "Burlington"),
    ]


def test_the_positions_behind_a_contracts_figures_newest_first(service: QueryService) -> None:
    query = Measure("contract_positions", object).query
    rows = listed(service, query, "positions", Scope())
    assert [(row["as_of"], row["ordered_amount"]) for row in rows] == [
        (DAY("2026-03-31"), Decimal(150)),
        (DAY("2025-12-31"), Decimal(100)),
    ]

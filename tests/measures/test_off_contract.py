"""Golden figures of spend off contract by category, and of what a portfolio says of an alliance."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from portfolio_tui.measures.portfolio_rows import (
    ALLIANCE_FACTS,
    ALLIANCE_TOTALS,
    OFF_CONTRACT_SPEND,
    AllianceFacts,
    OffContractSpend,
)
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.tiny import Cells, opened, rows_of, write_portfolio

TIRES, PAPER, RADIOS = "25172500", "14111500", "43191500"

ALLIANCES: list[Cells] = [
    {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national", "url": "https://naspo.example"},
    {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
    {"alliance_id": "12aspo", "name": "12ASPO", "kind": "regional", "is_synthetic": True, "note": "Made up."},
]
CONTRACTS: list[Cells] = [
    {"contract_id": "tires-1", "alliance_id": "naspo", "category_code": TIRES, "category": "Tires"},
    {"contract_id": "tires-2", "alliance_id": "naspo", "category_code": TIRES, "category": "Tires"},
    {
        "contract_id": "paper",
        "alliance_id": "own-vt",
        "category_code": PAPER,
        "category": "Paper",
        "lead_state": "VT",
    },
    {"contract_id": "over", "alliance_id": "naspo", "category_code": RADIOS, "ends_on": "2025-12-31"},
]
ADDENDA: list[Cells] = [
    {"addendum_id": "p1", "contract_id": "tires-1", "state": "VT"},
    {"addendum_id": "p2", "contract_id": "tires-1", "state": "NH"},
    {"addendum_id": "p3", "contract_id": "tires-2", "state": "NH"},
    {"addendum_id": "p4", "contract_id": "over", "state": "VT"},
]


def bought(
    state: str, amount: str, spent_on: str, category: str | None, contract: str | None = None
) -> Cells:
    """Return a spend line."""
    line = {"state": state, "amount": amount, "spent_on": spent_on}
    return {**line, "category_code": category, "contract_id": contract}


SPEND = [
    bought("VT", "200", "2026-01-10", TIRES),
    bought("NH", "100", "2026-02-10", TIRES),
    bought("VT", "-50", "2026-03-10", TIRES),
    bought("VT", "60", "2026-04-10", PAPER),
    bought("VT", "30", "2026-05-10", RADIOS),
    bought("NH", "40", "2026-05-10", None),
    # Not among the contracts: off contract here.
    bought("NH", "20", "2026-06-10", None, "ghost"),
    bought("VT", "999", "2026-06-10", None, "tires-1"),
    # After the as-of date.
    bought("VT", "5", "2026-07-01", PAPER),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("off"),
        as_of="2026-06-30",
        alliances=ALLIANCES,
        contracts=[{"title": "T", "starts_on": "2025-01-01", **contract} for contract in CONTRACTS],
        participating_addenda=ADDENDA,
        spend=SPEND,
    )
    with opened(folder) as opened_service:
        yield opened_service


def told(rows: tuple[OffContractSpend, ...]) -> list[tuple[str | None, str | None, int, str, int, int, str]]:
    """Return code, name, amount, share, states, usable contracts and last month of each row."""
    return [
        (
            row.category_code,
            row.category,
            int(row.net_amount),
            f"{row.share:.4f}",
            row.states,
            row.contracts_usable,
            f"{row.last_bought_month:%Y-%m}",
        )
        for row in rows
    ]


def test_spend_off_contract_stands_beside_the_contracts_that_could_have_taken_it(
    service: QueryService,
) -> None:
    # 250 + 60 + 60 + 30 = 400; the contract for radios is over.
    assert told(rows_of(service, OFF_CONTRACT_SPEND)) == [
        (TIRES, "Tires", 250, "0.6250", 2, 2, "2026-02"),
        (PAPER, "Paper", 60, "0.1500", 1, 1, "2026-04"),
        (None, None, 60, "0.1500", 1, 0, "2026-06"),
        (RADIOS, None, 30, "0.0750", 1, 0, "2026-05"),
    ]


def test_one_states_spend_counts_only_what_that_state_may_use(service: QueryService) -> None:
    assert told(rows_of(service, OFF_CONTRACT_SPEND, Scope(states=("VT",)))) == [
        (TIRES, "Tires", 150, "0.6250", 1, 1, "2026-01"),
        (PAPER, "Paper", 60, "0.2500", 1, 1, "2026-04"),
        (RADIOS, None, 30, "0.1250", 1, 0, "2026-05"),
    ]
    # New Hampshire may not use Vermont's own contract.
    nh = rows_of(service, OFF_CONTRACT_SPEND, Scope(states=("NH",)))
    assert [(row.category_code, row.contracts_usable) for row in nh] == [(TIRES, 2), (None, 0)]


def test_the_categories_sum_to_the_alliances_row_of_spend_off_contract(service: QueryService) -> None:
    for scope in (Scope(), Scope(states=("NH",)), Scope(categories=(TIRES,))):
        totals = {row.group_id: row.net_amount for row in rows_of(service, ALLIANCE_TOTALS, scope)}
        by_category = rows_of(service, OFF_CONTRACT_SPEND, scope)
        assert sum(row.net_amount for row in by_category) == totals["off_contract"]


def test_credits_beyond_sales_leave_no_shares(service: QueryService) -> None:
    march = Scope.from_values({"from_date": "2026-03-01", "to_date": "2026-03-31"})
    (row,) = rows_of(service, OFF_CONTRACT_SPEND, march)
    assert (row.net_amount, row.share, row.last_bought_month) == (Decimal(-50), None, None)


def test_the_facts_of_an_alliance_are_those_of_its_row_whatever_the_scope(service: QueryService) -> None:
    scope = Scope(alliances=("naspo",))
    assert rows_of(service, ALLIANCE_FACTS, scope, alliance="12aspo") == (
        AllianceFacts("12aspo", "12ASPO", "regional", None, is_synthetic=True, note="Made up."),
    )
    (naspo,) = rows_of(service, ALLIANCE_FACTS, alliance="naspo")
    assert (naspo.url, naspo.is_synthetic, naspo.note) == ("https://naspo.example", False, None)
    assert rows_of(service, ALLIANCE_FACTS, alliance="nix") == ()

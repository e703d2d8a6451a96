"""Golden rows of the portfolios that a state's peers buy on and the state does not."""

from collections.abc import Iterator

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import Record, records, told
from tests.tiny import Cells, opened, write_portfolio

NAME = "portfolios-that-peers-use"
RADIOS, SNOW, PAPER = "43191500", "22101600", "14111500"


def contract(contract_id: str, portfolio: str | None, category_code: str, **cells: object) -> Cells:
    """Return a contract of NASPO ValuePoint's."""
    return {
        "contract_id": contract_id,
        "alliance_id": "naspo",
        "title": contract_id.title(),
        "portfolio": portfolio,
        "category_code": category_code,
        **cells,
    }


CONTRACTS = [
    contract("radios-1", "Radios", RADIOS, ends_on="2027-12-31"),
    contract("radios-2", "Radios", RADIOS, ends_on="2026-01-31"),
    contract("snow", "Snow", SNOW),
    contract("paper", "Paper", PAPER),
    contract("alone", None, PAPER),
    contract("over", "Over", RADIOS, ends_on="2026-06-29"),
    contract("own", "Own", RADIOS, alliance_id="own-nh", lead_state="NH"),
]
PEERS = ("NH", "ME", "MA")


def bought(state: str, contract_id: str | None, amount: str = "10", **cells: object) -> Cells:
    """Return a line."""
    return {"state": state, "contract_id": contract_id, "amount": amount, "spent_on": "2026-01-10", **cells}


SPEND = [
    # Three peers on either contract of one portfolio; a fourth's purchase was returned.
    bought("NH", "radios-1", "30"),
    bought("ME", "radios-2", "20"),
    bought("MA", "radios-1", "10"),
    bought("CT", "radios-1", "5"),
    bought("CT", "radios-1", "-5"),
    # As many, but the state has an addendum, or bought without one.
    *(bought(peer, "snow") for peer in PEERS),
    *(bought(peer, "paper") for peer in PEERS),
    bought("VT", "paper"),
    # As many, but the contract has ended, or is a state's own.
    *(bought(peer, "over") for peer in PEERS),
    *(bought(peer, "own") for peer in PEERS),
    # Two peers, and one that is none.
    bought("NH", "alone"),
    bought("ME", "alone"),
    bought("TX", "alone"),
    # What the state bought in the radios' category, elsewhere; one line before fiscal year 2026.
    bought("VT", None, "44", category_code=RADIOS),
    bought("VT", None, "6", category_code=RADIOS, spent_on="2025-01-10"),
    bought("VT", None, "99", category_code=SNOW),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("peers"),
        as_of="2026-06-30",
        alliances=[
            {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
            {"alliance_id": "own-nh", "name": "New Hampshire's own", "kind": "state"},
        ],
        memberships=[
            {"alliance_id": "naspo", "state": "VT"},
            {"alliance_id": "naspo", "state": "TX", "left_on": "2026-06-30"},
        ],
        contracts=CONTRACTS,
        participating_addenda=[
            {"addendum_id": "to come", "contract_id": "snow", "state": "VT", "effective_on": "2026-08-01"},
            {"addendum_id": "over", "contract_id": "radios-1", "state": "VT", "ends_on": "2025-12-31"},
        ],
        spend=SPEND,
    )
    with opened(folder) as opened_service:
        yield opened_service


def portfolios(rows: list[Record]) -> list[str]:
    return [row["portfolio"] for row in rows]


def test_what_three_of_the_region_use_and_the_state_does_not(service: QueryService) -> None:
    rows = records(service, NAME, state="VT")
    assert told(
        rows,
        "alliance_id",
        "portfolio",
        "alliance_name",
        "state_is_member",
        "peers_buying",
        "peers",
        "peers_share",
        "buying_peers",
        "peers_net_amount",
        "state_net_in_category",
        "contracts_in_force",
        "last_ends_on",
    ) == [
        # The Northeast has nine states, Vermont among them.
        (
            "naspo",
            "Radios",
            "NASPO ValuePoint",
            True,
            3,
            8,
            "0.375000",
            "MA ME NH",
            "60.00",
            "50.00",
            1,
            "2027-12-31",
        )
    ]


def test_fewer_peers_show_more(service: QueryService) -> None:
    # A contract without a portfolio stands for itself.
    assert portfolios(records(service, NAME, state="VT", at_least="2")) == ["Radios", "alone"]


def test_peers_may_be_named(service: QueryService) -> None:
    rows = records(service, NAME, state="VT", peers="TX, NH, VT", at_least="1")
    assert told(rows, "portfolio", "peers_buying", "peers", "buying_peers") == [
        ("alone", 2, 2, "NH TX"),
        ("Radios", 1, 2, "NH"),
    ]


def test_peers_are_read_though_the_scope_names_the_state_alone(service: QueryService) -> None:
    (row,) = records(service, NAME, Scope(states=("VT",)))
    assert told([row], "portfolio", "peers", "buying_peers") == [("Radios", 8, "MA ME NH")]


def test_the_scopes_other_states_are_the_peers_unless_some_are_named(service: QueryService) -> None:
    scope = Scope(states=("VT", "NH", "ME"))
    rows = records(service, NAME, scope, state="VT", at_least="2")
    assert told(rows, "portfolio", "peers", "buying_peers") == [("Radios", 2, "ME NH"), ("alone", 2, "ME NH")]
    rows = records(service, NAME, scope, state="VT", peers="MA", at_least="1")
    assert told(rows, "portfolio", "peers", "buying_peers") == [("Radios", 1, "MA")]


def test_the_other_parts_of_the_scope_narrow(service: QueryService) -> None:
    (row,) = records(service, NAME, Scope(fiscal_year=2026), state="VT")
    assert told([row], "portfolio", "state_net_in_category") == [("Radios", "44.00")]
    assert records(service, NAME, Scope(fiscal_year=2025), state="VT") == []
    assert records(service, NAME, Scope(categories=(SNOW,)), state="VT") == []
    assert records(service, NAME, Scope(alliances=("own-nh",)), state="VT") == []


def test_a_state_that_is_no_member_is_told(service: QueryService) -> None:
    rows = records(service, NAME, state="TX", peers="NH,ME,MA")
    assert told(rows, "portfolio", "state_is_member") == [
        ("Radios", False),
        ("Paper", False),
        ("Snow", False),
    ]

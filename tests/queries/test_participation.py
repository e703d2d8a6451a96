"""Golden results of the saved queries about who takes part: idle members, participation, lead states.

As of 2026-06-30; the last twelve months begin on 2025-07-01.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

ALLIANCES: list[Cells] = [
    {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
    {"alliance_id": "12aspo", "name": "12ASPO", "kind": "regional"},
    {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
]


def member(alliance: str, state: str, joined_on: str | None = None, left_on: str | None = None) -> Cells:
    """Return a membership."""
    return {"alliance_id": alliance, "state": state, "joined_on": joined_on, "left_on": left_on}


MEMBERSHIPS = [
    member("12aspo", "VT", "2020-01-01"),
    member("12aspo", "NH", "2025-07-01"),
    member("12aspo", "ME", "2025-07-02"),  # a day too late for all of the last twelve months
    member("12aspo", "CT", "2019-01-01", "2026-06-30"),  # left on the as-of date
    member("12aspo", "RI"),  # no day known: long ago
    member("naspo", "VT", "2020-01-01"),
    member("own-vt", "VT"),  # no alliance
]
CONTRACTS: list[Cells] = [
    {"contract_id": "salt", "alliance_id": "12aspo", "lead_state": "NH", "portfolio": "12aspo: Salt"},
    {"contract_id": "plows", "alliance_id": "12aspo", "lead_state": "NH", "portfolio": "12aspo: Plows"},
    {"contract_id": "tires", "alliance_id": "naspo", "lead_state": "VT", "portfolio": "naspo: Tires"},
    {"contract_id": "ended", "alliance_id": "naspo", "lead_state": "VT", "ends_on": "2026-06-29"},
    {"contract_id": "leaderless", "alliance_id": "naspo"},
    {"contract_id": "paper", "alliance_id": "own-vt", "lead_state": "VT"},
]
ADDENDA: list[Cells] = [
    {"addendum_id": "p1", "contract_id": "salt", "state": "NH", "effective_on": "2022-01-01"},
    {
        "addendum_id": "p2",
        "contract_id": "salt",
        "state": "NH",
        "entity_id": "e",
        "effective_on": "2022-01-01",
    },
    {"addendum_id": "p3", "contract_id": "salt", "state": "NY", "effective_on": "2025-07-01"},
    {"addendum_id": "p4", "contract_id": "salt", "state": "PA", "effective_on": "2025-07-02"},
    {
        "addendum_id": "p5",
        "contract_id": "salt",
        "state": "WV",
        "effective_on": "2022-01-01",
        "ends_on": "2026-06-29",
    },
    {"addendum_id": "p6", "contract_id": "tires", "state": "VT", "effective_on": "2022-01-01"},
]


def bought(contract: str, state: str, amount: str, spent_on: str) -> Cells:
    """Return a spend line."""
    return {"contract_id": contract, "state": state, "amount": amount, "spent_on": spent_on}


SPEND = [
    bought("salt", "VT", "90", "2025-06-30"),  # the day before the last twelve months
    bought("salt", "NH", "60", "2024-01-10"),
    bought("salt", "NH", "20", "2025-10-10"),
    bought("salt", "NH", "-20", "2025-11-10"),
    bought("salt", "NY", "25", "2023-03-01"),
    bought("tires", "VT", "10", "2025-07-01"),
    bought("tires", "ME", "30", "2025-07-01"),
    bought("ended", "NH", "5", "2026-01-01"),
    bought("leaderless", "VT", "7", "2026-01-01"),
    bought("paper", "VT", "11", "2026-01-01"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    term = {"starts_on": "2021-01-01", "ends_on": "2028-12-31"}
    folder = write_portfolio(
        tmp_path_factory.mktemp("participation"),
        as_of="2026-06-30",
        alliances=ALLIANCES,
        memberships=MEMBERSHIPS,
        contracts=[{"title": "T", **term, **contract} for contract in CONTRACTS],
        participating_addenda=ADDENDA,
        spend=SPEND,
    )
    with opened(folder) as running:
        yield running


IDLE = ("state", "alliance_id", "net_amount", "last_bought_month", "months_without_spend")
LEVELS = ("state", "member", "member_since", "participating", "participating_since", "addenda_in_force")


def test_idle_states_stand_beside_the_last_month_in_which_they_bought(service: QueryService) -> None:
    rows = records(service, "members-that-do-not-buy")
    # New Hampshire's credit took all of it back. Those with most addenda in force come first.
    assert told(rows, *IDLE) == [
        ("NH", "12aspo", "0.00", "2025-10-01", 8),
        ("NY", "12aspo", "0.00", "2023-03-01", 39),
        ("RI", "12aspo", "0.00", None, None),
        ("VT", "12aspo", "0.00", "2025-06-01", 12),
    ]
    assert told(rows, *LEVELS) == [
        ("NH", True, "2025-07-01", True, "2022-01-01", 2),
        ("NY", False, None, True, "2025-07-01", 1),
        ("RI", True, None, False, None, 0),
        ("VT", True, "2020-01-01", False, None, 0),
    ]


def test_a_longer_look_back_finds_fewer_and_later_joiners_none(service: QueryService) -> None:
    assert told(records(service, "members-that-do-not-buy", months="13"), "state") == [("NH",), ("RI",)]
    # Over eleven months Maine and Pennsylvania were there all along.
    eleven = records(service, "members-that-do-not-buy", months="11", alliance="12aspo")
    assert sorted(told(eleven, "state")) == [("ME",), ("NH",), ("NY",), ("PA",), ("RI",), ("VT",)]


def test_members_and_participating_states_are_told_apart(service: QueryService) -> None:
    assert told(records(service, "members-that-do-not-buy", level="participating"), "state") == [
        ("NH",),
        ("NY",),
    ]
    members = records(service, "members-that-do-not-buy", level="member")
    assert told(members, "state") == [("NH",), ("RI",), ("VT",)]
    assert records(service, "members-that-do-not-buy", alliance="naspo") == []
    vermont = records(service, "members-that-do-not-buy", Scope(states=("VT",)))
    assert told(vermont, "state") == [("VT",)]


UPTAKE = ("contract_id", "states_participating", "addenda_used", "addenda_in_force", "uptake")
ADOPTION = (
    "contract_id",
    "states_buying",
    "eligible_states_buying",
    "states_eligible",
    "adoption",
    "net_amount",
)


def test_participation_of_contracts_has_its_denominators(service: QueryService) -> None:
    rows = records(service, "contract-participation")
    # Salt: NH has two addenda, NY and PA one each, and PA bought nothing; eligible are VT, NH, ME and RI.
    assert told(rows, *UPTAKE) == [
        ("salt", 3, 3, 4, "0.750000"),
        ("tires", 1, 1, 1, "1.000000"),
        ("paper", 0, 0, 0, None),
        ("leaderless", 0, 0, 0, None),
        ("plows", 0, 0, 0, None),
    ]
    assert told(rows, *ADOPTION) == [
        ("salt", 3, 2, 4, "0.500000", "175.00"),
        ("tires", 2, 1, 1, "1.000000", "40.00"),
        ("paper", 1, 1, 1, "1.000000", "11.00"),
        ("leaderless", 1, 1, 1, "1.000000", "7.00"),
        ("plows", 0, 0, 4, "0.000000", "0.00"),
    ]


def test_participation_follows_period_scope_and_choice(service: QueryService) -> None:
    this_year = records(service, "contract-participation", Scope(fiscal_year=2026), alliance="12aspo")
    assert told(this_year, *UPTAKE) == [
        ("plows", 0, 0, 0, None),
        ("salt", 3, 0, 4, "0.000000"),
    ]
    # In New Hampshire alone nobody is a member of NASPO here: no adoption.
    new_hampshire = records(service, "contract-participation", Scope(states=("NH",)), in_force="no")
    assert told(new_hampshire, *ADOPTION) == [
        ("salt", 1, 1, 1, "1.000000", "60.00"),
        ("ended", 1, 0, 0, None, "5.00"),
        ("plows", 0, 0, 1, "0.000000", "0.00"),
    ]


LED = ("lead_state", "contracts", "contracts_in_force", "portfolios", "states_participating", "states_served")
SHARES = ("lead_state", "net_amount", "all_net_amount", "share", "own_net_amount", "own_share")


def test_lead_states_are_told_by_what_others_buy_on_their_contracts(service: QueryService) -> None:
    rows = records(service, "lead-states")
    # NH leads salt (175, its own 60); VT leads tires (40, its own 10) and the ended one (5).
    assert told(rows, *LED) == [("NH", 2, 2, 2, 3, 3), ("VT", 2, 1, 1, 1, 3)]
    assert told(rows, *SHARES) == [
        ("NH", "175.00", "220.00", "0.795455", "60.00", "0.342857"),
        ("VT", "45.00", "220.00", "0.204545", "10.00", "0.222222"),
    ]


def test_own_contracts_count_when_asked_for(service: QueryService) -> None:
    rows = records(service, "lead-states", own="yes")
    assert told(rows, "lead_state", "contracts", "net_amount") == [("NH", 2, "175.00"), ("VT", 3, "56.00")]


def test_a_portfolio_without_spend_has_no_shares(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path, as_of="2026-06-30", contracts=[{"title": "T", **CONTRACTS[0]}], spend=[]
    )
    with opened(folder) as service:
        assert records(service, "members-that-do-not-buy") == []
        (contract,) = records(service, "contract-participation")
        assert told([contract], "uptake", "adoption", "net_amount") == [(None, None, "0.00")]
        (led,) = records(service, "lead-states")
        assert told([led], "lead_state", "net_amount", "share", "own_share") == [("NH", "0.00", None, None)]

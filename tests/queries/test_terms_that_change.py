"""Golden results of the saved queries about ends and ceilings: expiring, outliving, bridges and raises.

As of 2026-06-30. What was bought, by contract, state and day:

    tires   VT 2025-06-30 50 (thirteen months back)   VT 2025-07-01 100   NH 2026-06-30 40   ME 2026-01-05 -5
    radios  VT 2024-12-31 10   VT 2025-01-01 20   VT 2025-06-30 30   VT 2025-07-01 7   NH 2025-02-01 3
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
    {"alliance_id": "own-vt", "name": "Vermont's own", "kind": "state"},
]
CONTRACTS: list[Cells] = [
    {
        "contract_id": "tires",
        "alliance_id": "naspo",
        "number": "00318",
        "vendor_id": "v1",
        "ends_on": "2026-12-27",
        "latest_ends_on": "2027-12-27",
        "ceiling_amount": "900",
    },
    {
        "contract_id": "last-day",
        "alliance_id": "own-vt",
        "ends_on": "2026-06-30",
        "latest_ends_on": "2026-06-30",
    },
    # As of 2026-06-30 it still ends on 2026-08-31: the option takes effect in July.
    {"contract_id": "to-be-longer", "alliance_id": "naspo", "ends_on": "2027-08-31"},
    {"contract_id": "a-day-later", "alliance_id": "naspo", "ends_on": "2026-12-28"},
    {"contract_id": "over", "alliance_id": "naspo", "ends_on": "2026-06-29"},
    {"contract_id": "without-end", "alliance_id": "naspo"},
    {"contract_id": "radios", "alliance_id": "naspo", "ends_on": "2025-06-30", "ceiling_amount": "60"},
]


def amendment(contract: str, kind: str, effective_on: str | None = None, **cells: str) -> Cells:
    """Return an amendment."""
    return {"contract_id": contract, "kind": kind, "effective_on": effective_on, **cells}


def bridge(contract: str, old: str | None, new: str, effective_on: str | None = None, **cells: str) -> Cells:
    """Return a bridge from the end `old` to the end `new`."""
    return {"old_ends_on": old, "new_ends_on": new, **amendment(contract, "bridge", effective_on, **cells)}


def ceiling(contract: str, old: str | None, new: str, effective_on: str | None = None, **cells: str) -> Cells:
    """Return a change of a ceiling from `old` to `new`."""
    changed = {"old_ceiling_amount": old, "new_ceiling_amount": new}
    return {**changed, **amendment(contract, "ceiling", effective_on, **cells)}


AMENDMENTS: list[Cells] = [
    amendment("tires", "option", "2025-12-28"),
    amendment("tires", "option", "2025-12-28", addendum_id="of-a-state"),
    amendment("to-be-longer", "option", "2026-07-01", old_ends_on="2026-08-31", new_ends_on="2027-08-31"),
    # 31 + 28 + 31 + 30 days to the end of April, said twice, then 61 more: the last begins within the first.
    bridge("radios", "2024-12-31", "2025-04-30"),
    bridge("radios", "2024-12-31", "2025-04-30"),
    bridge("radios", "2025-03-31", "2025-06-30"),
    # Six months and a day; one of which a single end is known; an addendum's; one to come.
    bridge("over", "2025-12-28", "2026-06-29"),
    bridge("last-day", None, "2026-06-30"),
    bridge("tires", "2025-01-01", "2025-03-01", addendum_id="of-a-state"),
    bridge("over", "2026-06-29", "2026-12-28", "2026-07-01"),
    ceiling("radios", "40", "60", "2025-06-30"),
    ceiling("radios", "60", "75", addendum_id="radios-vt", signed_on="2025-01-01"),
    ceiling("tires", "0", "900"),
    # Lowered, the first of all, and one to come.
    ceiling("over", "9", "8", "2025-01-01"),
    ceiling("over", None, "9", "2025-01-02"),
    ceiling("over", "8", "10", "2026-07-01"),
]
ADDENDA: list[Cells] = [
    {"addendum_id": "of-a-state", "contract_id": "tires", "state": "VT"},
    {"addendum_id": "to-the-same-day", "contract_id": "tires", "state": "NH", "ends_on": "2026-12-27"},
    {"addendum_id": "beyond", "contract_id": "tires", "state": "ME", "ends_on": "2027-01-06"},
    {"addendum_id": "radios-vt", "contract_id": "radios", "state": "VT", "ends_on": "2026-06-30"},
    {
        "addendum_id": "of-an-entity",
        "contract_id": "radios",
        "state": "VT",
        "entity_id": "e1",
        "ends_on": "2026-07-10",
    },
    {"addendum_id": "ended", "contract_id": "radios", "state": "NH", "ends_on": "2026-06-29"},
    {
        "addendum_id": "to-be-signed",
        "contract_id": "radios",
        "state": "NY",
        "signed_on": "2026-07-01",
        "ends_on": "2028-01-01",
    },
]


def bought(contract: str, state: str, amount: str, spent_on: str) -> Cells:
    """Return a spend line, of Vermont's other entity from July 2025 on."""
    entity = "e2" if state == "VT" and spent_on >= "2025-07-01" else "e1"
    line = {"contract_id": contract, "state": state, "amount": amount, "spent_on": spent_on}
    return {**line, "entity_id": entity}


SPEND = [
    bought("tires", "VT", "50", "2025-06-30"),
    bought("tires", "VT", "100", "2025-07-01"),
    bought("tires", "NH", "40", "2026-06-30"),
    bought("tires", "ME", "-5", "2026-01-05"),
    bought("radios", "VT", "10", "2024-12-31"),
    bought("radios", "VT", "20", "2025-01-01"),
    bought("radios", "VT", "30", "2025-06-30"),
    bought("radios", "VT", "7", "2025-07-01"),
    bought("radios", "NH", "3", "2025-02-01"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("terms"),
        as_of="2026-06-30",
        alliances=ALLIANCES,
        contracts=[{"title": "T", "starts_on": "2022-01-01", **contract} for contract in CONTRACTS],
        amendments=AMENDMENTS,
        participating_addenda=ADDENDA,
        vendors=[{"vendor_id": "v1", "name": "Goodyear"}],
        spend=SPEND,
    )
    with opened(folder) as running:
        yield running


EXPIRING = ("contract_id", "ends_on", "days_left", "option_days_left", "options_used")


def test_contracts_expire_up_to_the_last_of_the_days_ahead(service: QueryService) -> None:
    rows = records(service, "contracts-expiring")
    # The as-of date and 180 days later: both days count.
    assert told(rows, *EXPIRING) == [
        ("last-day", "2026-06-30", 0, 0, 0),
        ("to-be-longer", "2026-08-31", 62, None, 0),
        ("tires", "2026-12-27", 180, 365, 1),
    ]
    # July 2025 to June 2026: VT 100, NH 40, ME -5.
    tires = (
        "number",
        "alliance_name",
        "vendor_name",
        "addenda_in_force",
        "states_buying",
        "net_last_twelve_months",
    )
    assert told(rows[2:], *tires) == [("00318", "NASPO ValuePoint", "Goodyear", 3, 2, "135.00")]


def test_expiring_contracts_follow_days_alliance_and_scope(service: QueryService) -> None:
    assert told(records(service, "contracts-expiring", days="62", alliance="naspo"), "contract_id") == [
        ("to-be-longer",)
    ]
    (row,) = records(service, "contracts-expiring", Scope(states=("NH",)))
    assert told([row], "contract_id", "addenda_in_force", "net_last_twelve_months") == [("tires", 1, "40.00")]


OUTLIVING = ("addendum_id", "entity_id", "days_after_contract", "contract_is_over", "net_after_contract")


def test_addenda_outlive_their_contract_by_days_and_amounts(service: QueryService) -> None:
    assert told(records(service, "addenda-outliving-their-contract"), *OUTLIVING, "last_bought_on") == [
        ("radios-vt", None, 365, True, "7.00", "2025-07-01"),
        # The seven were bought by another entity.
        ("of-an-entity", "e1", 375, True, "0.00", None),
        ("beyond", None, 10, False, "0.00", None),
    ]


def test_addenda_that_have_ended_are_shown_when_asked_for(service: QueryService) -> None:
    rows = records(service, "addenda-outliving-their-contract", ended="yes")
    assert told(rows, "addendum_id")[1:] == [("of-an-entity",), ("ended",), ("beyond",)]


BRIDGES = ("contract_id", "bridges", "planned_ends_on", "bridged_to", "bridge_days", "longest_bridge_days")


def test_bridges_count_no_day_and_no_purchase_twice(service: QueryService) -> None:
    rows = records(service, "bridges")
    assert told(rows, *BRIDGES, "over_six_months", "in_a_bridge") == [
        ("over", 1, "2025-12-28", "2026-06-29", 183, 183, True, False),
        ("radios", 2, "2024-12-31", "2025-06-30", 181, 120, False, False),
    ]
    # 20 + 30 + 3 of 70: the day before the bridge and the day after it do not count.
    assert told(rows, "net_in_bridges", "net_amount", "share_in_bridges") == [
        ("0.00", "0.00", None),
        ("53.00", "70.00", "0.757143"),
    ]


def test_a_bridge_without_both_ends_has_no_days(service: QueryService) -> None:
    rows = records(service, "bridges", at_least_days="0")
    assert told(rows[2:], *BRIDGES) == [("last-day", 1, None, "2026-06-30", 0, None)]


RAISES = ("contract_id", "addendum_state", "raised_on", "old_ceiling_amount", "new_ceiling_amount")
USED = ("raised_by_amount", "raised_by_fraction", "net_on_that_day", "old_ceiling_used", "was_over")


def test_raises_stand_beside_what_was_used_on_that_day(service: QueryService) -> None:
    rows = records(service, "ceiling-raises")
    # Up to 2025-06-30 all states bought 63; up to 2025-01-01 Vermont bought 30.
    assert told(rows, *RAISES) == [
        ("radios", None, "2025-06-30", "40.00", "60.00"),
        ("radios", "VT", "2025-01-01", "60.00", "75.00"),
        ("tires", None, None, "0.00", "900.00"),
    ]
    assert told(rows, *USED) == [
        ("20.00", "0.500000", "63.00", "1.575000", True),
        ("15.00", "0.250000", "30.00", "0.500000", False),
        ("900.00", None, None, None, None),
    ]


def test_a_ceiling_is_held_against_all_states_whatever_the_scope(service: QueryService) -> None:
    rows = records(service, "ceiling-raises", Scope(states=("NH",)), at_least="0.5")
    assert told(rows, "contract_id", "net_on_that_day") == [("radios", "63.00"), ("tires", None)]


NAMES = ("contracts-expiring", "addenda-outliving-their-contract", "bridges", "ceiling-raises")


def test_a_portfolio_of_contracts_alone_has_no_such_rows(tmp_path: Path) -> None:
    alone = write_portfolio(
        tmp_path,
        as_of="2026-06-30",
        contracts=[{"contract_id": "c", "alliance_id": "a", "title": "C"}],
        spend=[],
    )
    with opened(alone) as service:
        assert [records(service, name) for name in NAMES] == [[], [], [], []]

"""Golden rows of the addenda on which nobody has bought for some quarters."""

from collections.abc import Iterator

import pytest

from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, write_portfolio

NAME = "addenda-without-spend"


def addendum(addendum_id: str, state: str, contract_id: str, effective_on: str, **cells: object) -> Cells:
    """Return an addendum."""
    return {
        "addendum_id": addendum_id,
        "state": state,
        "contract_id": contract_id,
        "effective_on": effective_on,
        **cells,
    }


def bought(state: str, day: str, amount: str, **cells: object) -> Cells:
    """Return a line on the contract with lines."""
    return {"state": state, "spent_on": day, "amount": amount, "contract_id": "lines", **cells}


def position(state: str, day: str, amount: str) -> Cells:
    """Return a position of the contract without lines."""
    return {"contract_id": "positions", "state": state, "as_of": day, "ordered_amount": amount}


ADDENDA = [
    addendum("idle", "VT", "lines", "2024-01-01"),
    addendum("used", "NH", "lines", "2024-01-01"),
    addendum("young", "ME", "lines", "2025-07-02"),
    addendum("never used", "RI", "lines", "2025-07-01"),
    addendum("ended", "CT", "lines", "2024-01-01", ends_on="2026-06-29"),
    addendum("university", "NH", "lines", "2020-01-01", entity_id="u"),
    addendum("city", "NH", "lines", "2020-01-01", entity_id="c"),
    addendum("still", "TX", "positions", "2020-01-01"),
    addendum("growing", "OK", "positions", "2020-01-01"),
    addendum("unknown buyer", "TX", "positions", "2020-01-01", entity_id="t"),
]
SPEND = [
    bought("VT", "2025-06-30", "40"),
    bought("VT", "2026-01-10", "-5"),
    bought("NH", "2025-07-01", "7"),
    bought("NH", "2026-05-01", "7", entity_id="c"),
    bought("RI", "2026-07-01", "7"),  # after the as-of date
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("idle"),
        as_of="2026-06-30",
        alliances=[{"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"}],
        contracts=[
            {"contract_id": "lines", "alliance_id": "naspo", "title": "Lines", "ends_on": "2027-12-31"},
            {"contract_id": "positions", "alliance_id": "naspo", "title": "Positions"},
        ],
        entities=[{"entity_id": "u", "name": "University", "state": "NH"}],
        participating_addenda=ADDENDA,
        spend=SPEND,
        balances=[
            position("TX", "2025-03-31", "10"),
            position("TX", "2026-03-31", "10"),
            position("OK", "2025-03-31", "10"),
            position("OK", "2026-03-31", "11"),
        ],
    )
    with opened(folder) as opened_service:
        yield opened_service


def test_addenda_idle_for_four_quarters_are_listed(service: QueryService) -> None:
    rows = records(service, NAME)
    # The university's own addendum: others in the state bought, it did not, 78 months from January 2020.
    assert told(rows, "addendum_id", "months_without_spend", "last_bought_month", "net_to_date") == [
        ("university", 78, None, "0.00"),
        ("still", 15, "2025-03-01", "10.00"),
        ("never used", 12, None, "0.00"),
        ("idle", 12, "2025-06-01", "35.00"),
    ]


def test_names_and_dates_stand_beside_them(service: QueryService) -> None:
    (first, *_) = records(service, NAME)
    assert told(
        [first], "entity_name", "state_name", "title", "alliance_name", "usable_from", "usable_until"
    ) == [("University", "New Hampshire", "Lines", "NASPO ValuePoint", "2020-01-01", "2027-12-31")]


def test_one_quarter_more_lets_those_off_that_bought_in_it_or_were_not_there(service: QueryService) -> None:
    rows = records(service, NAME, quarters="5")
    assert told(rows, "addendum_id") == [("university",), ("still",)]


def test_the_scope_narrows(service: QueryService) -> None:
    assert told(records(service, NAME, Scope(states=("VT",))), "addendum_id") == [("idle",)]
    assert records(service, NAME, Scope(states=("NH",), alliances=("other",))) == []


def test_the_scopes_period_does_not_narrow(service: QueryService) -> None:
    assert len(records(service, NAME, Scope(fiscal_year=2020))) == 4

"""Golden figures of which alliances each state uses, worked by hand for fiscal year 2026 as of 2026-06-30.

Net spend by state and alliance in that year (all lines lie in it, in New York's from April 2025 too):

          NASPO   12ASPO   own   off contract   ghost   all
    VT      550       80   100            160             890
    NY      200      -30                                  170
    NH       70       40                   60             170
    XX                                             25      25
    all     820       90   100            220      25    1255
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from portfolio_tui.measures.portfolio_rows import (
    ALLIANCE_TOTALS,
    PORTFOLIO_TOTALS,
    SPEND_BY_ALLIANCE_MONTH,
    STATE_ALLIANCE_USE,
    AllianceTotals,
    StateAllianceUse,
)
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.tiny import Cells, opened, row_of, rows_of, write_portfolio

THIS_YEAR = Scope(fiscal_year=2026)
TERM = {"starts_on": "2024-07-01", "ends_on": "2027-12-31"}


def bought(state: str, contract_id: str | None, spent_on: str, amount: str) -> Cells:
    """Return a spend line."""
    return {"state": state, "contract_id": contract_id, "spent_on": spent_on, "amount": amount}


def addendum(addendum_id: str, contract_id: str, state: str, **cells: object) -> Cells:
    """Return a participating addendum."""
    return {"addendum_id": addendum_id, "contract_id": contract_id, "state": state, **cells}


def contract(contract_id: str, alliance_id: str, **cells: object) -> Cells:
    """Return a contract of the usual term."""
    return {"contract_id": contract_id, "alliance_id": alliance_id, "title": contract_id, **TERM, **cells}


ALLIANCES: list[Cells] = [
    {"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"},
    {"alliance_id": "12aspo", "name": "12ASPO", "kind": "regional", "is_synthetic": True},
    {"alliance_id": "vermont", "name": "Vermont", "kind": "state"},
    {"alliance_id": "maine", "name": "Maine", "kind": "state"},
    {"alliance_id": "city", "name": "A city", "kind": "local"},
    {"alliance_id": "idle", "name": "Never used", "kind": "national"},
]
MEMBERSHIPS = [
    {"alliance_id": "12aspo", "state": "VT", "joined_on": "2020-01-01"},
    {"alliance_id": "12aspo", "state": "NY", "joined_on": "2026-06-30"},  # its first day
    {
        "alliance_id": "12aspo",
        "state": "CT",
        "joined_on": "2015-01-01",
        "left_on": "2026-07-01",
    },  # its last day
    {"alliance_id": "12aspo", "state": "NH", "joined_on": "2026-07-01"},  # joins tomorrow
    {"alliance_id": "12aspo", "state": "ME", "left_on": "2026-06-30"},  # left today
    {"alliance_id": "12aspo", "state": "NJ", "joined_on": "2015-01-01", "left_on": "2025-01-01"},
]
CONTRACTS = [
    contract("n1", "naspo"),
    contract("n2", "naspo", ends_on="2025-12-31"),
    contract("n3", "naspo", starts_on="2026-07-01"),
    contract("a1", "12aspo"),
    contract("v1", "vermont", lead_state="VT"),
    contract("m1", "maine", lead_state="ME", ends_on="2026-06-29"),
    contract("c1", "city"),
    contract("g1", "ghost"),
]
ADDENDA = [
    addendum("A1", "n1", "VT", effective_on="2024-07-01"),
    addendum("A2", "n1", "NH", effective_on="2026-07-01"),  # takes effect tomorrow
    addendum("A3", "n1", "NY", effective_on="2024-07-01", ends_on="2026-06-29"),  # ended before its contract
    addendum("A4", "n1", "ME", ends_on="2030-01-01"),  # outlives its contract
    addendum("A5", "n2", "VT", effective_on="2024-07-01"),  # its contract is over
    addendum("A6", "a1", "VT", effective_on="2025-01-01"),
    addendum("A7", "a1", "NY", effective_on="2025-01-01", entity_id="a university"),
    addendum("A8", "n3", "VT"),  # its contract has not begun
]
SPEND = [
    bought("VT", "n1", "2025-08-01", "600"),
    bought("VT", "n1", "2025-09-01", "-100"),
    bought("VT", "n2", "2025-12-31", "50"),
    bought("VT", "a1", "2026-06-30", "80"),
    bought("VT", "v1", "2026-01-01", "100"),
    bought("VT", None, "2026-01-02", "150"),
    bought("VT", "no such contract", "2026-01-03", "10"),
    bought("NY", "n1", "2026-01-10", "200"),
    bought("NY", "a1", "2026-02-01", "-30"),
    bought("NH", "n1", "2026-02-01", "70"),
    bought("NH", "a1", "2026-03-01", "40"),
    bought("NH", None, "2026-03-01", "60"),
    bought("XX", "g1", "2026-03-01", "25"),
    # The year before, and after the as-of date.
    bought("VT", "n1", "2024-08-01", "1000"),
    bought("NH", None, "2024-08-01", "4"),
    bought("VT", "n1", "2026-07-01", "5000"),
]
ENTITIES = [{"entity_id": "a university", "name": "A university", "entity_type": "higher_education"}]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("alliances"),
        as_of="2026-06-30",
        alliances=ALLIANCES,
        memberships=MEMBERSHIPS,
        contracts=CONTRACTS,
        participating_addenda=ADDENDA,
        entities=ENTITIES,
        spend=SPEND,
    )
    with opened(folder) as running:
        yield running


def alliance(service: QueryService, group_id: str, scope: Scope = THIS_YEAR) -> AllianceTotals:
    """Return the row of one alliance."""
    (row,) = [row for row in rows_of(service, ALLIANCE_TOTALS, scope) if row.group_id == group_id]
    return row


def use(service: QueryService, state: str, group_id: str, scope: Scope = THIS_YEAR) -> StateAllianceUse:
    """Return how one state uses one alliance."""
    rows = rows_of(service, STATE_ALLIANCE_USE, scope)
    (row,) = [row for row in rows if (row.state, row.group_id) == (state, group_id)]
    return row


def test_portfolio_totals(service: QueryService) -> None:
    totals = row_of(service, PORTFOLIO_TOTALS, THIS_YEAR)
    assert totals.net_amount == Decimal(1255)
    assert totals.net_amount_year_before == Decimal(1004)
    assert totals.change_on_year_before == Decimal("0.25")  # 1,255 ÷ 1,004 - 1
    assert totals.cooperative_amount == Decimal(
        935
    )  # 820 NASPO + 90 12ASPO + 25 of an alliance not described
    assert totals.cooperative_share == Decimal("0.745020")  # 935 ÷ 1,255
    assert totals.contract_amount == Decimal(1045)  # all but 150 + 60
    assert totals.contract_share == Decimal("0.832669")
    assert totals.position_amount == 0
    assert (totals.states_with_spend, totals.line_count) == (4, 13)
    assert (totals.contracts, totals.contracts_in_force) == (8, 5)  # n1 a1 v1 c1 g1


@pytest.mark.parametrize(
    ("as_of", "in_force"),
    [
        ("2024-06-30", 0),
        ("2024-07-01", 7),  # all but n3
        ("2026-06-29", 6),  # the last day of m1; n2 is over
        ("2026-06-30", 5),
        ("2026-07-01", 6),  # the first day of n3
    ],
)
def test_a_contract_is_in_force_from_its_first_day_to_its_last(
    service: QueryService, as_of: str, in_force: int
) -> None:
    totals = row_of(service, PORTFOLIO_TOTALS, Scope(as_of=dt.date.fromisoformat(as_of)))
    assert totals.contracts_in_force == in_force


def test_without_a_first_day_there_is_no_year_before(service: QueryService) -> None:
    for scope in (Scope(), Scope(to_date=dt.date(2026, 6, 30))):
        totals = row_of(service, PORTFOLIO_TOTALS, scope)
        assert totals.net_amount == Decimal(2259)
        assert totals.net_amount_year_before is None
        assert totals.change_on_year_before is None


def test_a_year_in_which_nothing_was_bought_fell_by_all_of_it(service: QueryService) -> None:
    totals = row_of(
        service,
        PORTFOLIO_TOTALS,
        Scope(states=("NH",), from_date=dt.date(2025, 8, 1), to_date=dt.date(2025, 8, 1)),
    )
    assert (totals.net_amount, totals.net_amount_year_before) == (Decimal(0), Decimal(4))
    assert totals.change_on_year_before == Decimal(-1)
    assert totals.contract_share is None


def test_alliances_are_listed_by_net_spend_and_idle_ones_are_not(service: QueryService) -> None:
    rows = rows_of(service, ALLIANCE_TOTALS, THIS_YEAR)
    listed = [(row.group_id, row.group_name, row.kind, row.net_amount, row.share) for row in rows]
    assert listed == [
        ("naspo", "NASPO ValuePoint", "national", Decimal(820), Decimal("0.653386")),
        ("off_contract", "Off contract", "none", Decimal(220), Decimal("0.175299")),
        ("own", "States' own contracts", "state", Decimal(100), Decimal("0.079681")),
        ("12aspo", "12ASPO", "regional", Decimal(90), Decimal("0.071713")),
        ("ghost", "ghost", "other", Decimal(25), Decimal("0.019920")),
        ("city", "A city", "local", Decimal(0), Decimal(0)),
    ]
    assert [row.alliance_ids for row in rows] == [
        ["naspo"],
        [],
        ["maine", "vermont"],
        ["12aspo"],
        ["ghost"],
        ["city"],
    ]
    assert [row.group_id for row in rows if row.is_synthetic] == ["12aspo"]


def test_an_alliance_with_addenda(service: QueryService) -> None:
    naspo = alliance(service, "naspo")
    assert (naspo.contracts_used, naspo.contracts_in_force) == (2, 1)  # n1, n2; n2 is over, n3 to come
    assert (naspo.states_member, naspo.adoption) == (0, None)
    assert (naspo.states_participating, naspo.states_buying) == (2, 3)  # VT ME; VT NY NH
    assert (naspo.addenda_in_force, naspo.addenda_used) == (2, 1)  # A1 and A4; Maine bought nothing
    assert naspo.uptake == Decimal("0.5")


def test_adoption_counts_the_members_that_buy_and_not_other_buyers(service: QueryService) -> None:
    twelve = alliance(service, "12aspo")
    assert twelve.states_member == 3  # VT, NY since today, CT until today
    assert twelve.states_buying == 2  # VT, and NH that is no member; New York's credits exceed its sales
    assert twelve.members_buying == 1
    assert twelve.adoption == Decimal("0.333333")
    assert (twelve.addenda_in_force, twelve.addenda_used, twelve.uptake) == (2, 1, Decimal("0.5"))


def test_a_state_participates_in_own_contracts_with_one_in_force(service: QueryService) -> None:
    assert alliance(service, "own").states_participating == 1  # Vermont's; Maine's ended yesterday
    assert alliance(service, "own", Scope(as_of=dt.date(2026, 6, 29))).states_participating == 2
    assert alliance(service, "own", Scope(states=("VT", "ME"))).states_participating == 1


@pytest.mark.parametrize("scope", [THIS_YEAR, Scope(states=("VT", "NY")), Scope(as_of=dt.date(2025, 6, 30))])
def test_alliances_count_the_states_that_the_matrix_shows(service: QueryService, scope: Scope) -> None:
    uses = rows_of(service, STATE_ALLIANCE_USE, scope)
    for totals in rows_of(service, ALLIANCE_TOTALS, scope):
        states = [row for row in uses if row.group_id == totals.group_id]
        assert totals.states_member == sum(row.member for row in states)
        assert totals.states_participating == sum(row.participating for row in states)
        assert totals.states_buying == sum(row.buying for row in states)


def test_membership_is_that_of_the_as_of_date(service: QueryService) -> None:
    tomorrow = alliance(service, "12aspo", Scope(as_of=dt.date(2026, 7, 1)))
    assert tomorrow.states_member == 3  # VT NY NH; CT has left
    day_before = alliance(service, "12aspo", Scope(as_of=dt.date(2026, 6, 29)))
    assert day_before.states_member == 3  # VT CT ME
    long_ago = alliance(service, "12aspo", Scope(as_of=dt.date(2024, 12, 31)))
    assert long_ago.states_member == 4  # VT CT ME NJ


def test_spend_by_month_and_alliance(service: QueryService) -> None:
    months = rows_of(service, SPEND_BY_ALLIANCE_MONTH, Scope(fiscal_year=2026, alliances=("naspo",)))
    assert [(row.group_id, row.month.isoformat()[:7], row.net_amount) for row in months] == [
        ("naspo", "2025-08", Decimal(600)),
        ("naspo", "2025-09", Decimal(-100)),
        ("naspo", "2025-12", Decimal(50)),
        ("naspo", "2026-01", Decimal(200)),
        ("naspo", "2026-02", Decimal(70)),
    ]


def test_every_state_and_alliance_that_are_tied_is_a_row(service: QueryService) -> None:
    rows = rows_of(service, STATE_ALLIANCE_USE, THIS_YEAR)
    assert [(row.state_name, row.group_id, row.net_amount) for row in rows] == [
        ("Connecticut", "12aspo", Decimal(0)),
        ("Maine", "naspo", Decimal(0)),
        ("New Hampshire", "naspo", Decimal(70)),
        ("New Hampshire", "off_contract", Decimal(60)),
        ("New Hampshire", "12aspo", Decimal(40)),
        ("New York", "naspo", Decimal(200)),
        ("New York", "12aspo", Decimal(-30)),
        ("Vermont", "naspo", Decimal(550)),
        ("Vermont", "off_contract", Decimal(160)),
        ("Vermont", "own", Decimal(100)),
        ("Vermont", "12aspo", Decimal(80)),
        ("XX", "ghost", Decimal(25)),
    ]


def test_a_state_that_is_member_participates_and_buys(service: QueryService) -> None:
    row = use(service, "VT", "12aspo")
    assert (row.member, row.member_since) == (True, dt.date(2020, 1, 1))
    assert (row.participating, row.participating_since) == (True, dt.date(2025, 1, 1))
    assert (row.buying, row.net_amount, row.state_net_amount) == (True, Decimal(80), Decimal(890))
    assert row.share == Decimal("0.089888")  # 80 ÷ 890
    assert (row.contracts_usable, row.contracts_used) == (1, 1)
    assert (row.last_bought_month, row.not_bought_for_a_year) == (dt.date(2026, 6, 1), False)
    assert (row.contracts_without_addendum, row.amount_without_addendum) == (0, Decimal(0))


def test_the_three_levels_are_never_mixed(service: QueryService) -> None:
    levels = {
        (row.state, row.group_id): (row.member, row.participating, row.buying)
        for row in rows_of(service, STATE_ALLIANCE_USE, THIS_YEAR)
    }
    assert levels["CT", "12aspo"] == (True, False, False)
    assert levels["ME", "naspo"] == (False, True, False)
    assert levels["NH", "12aspo"] == (False, False, True)
    assert levels["NY", "naspo"] == (False, False, True)  # its addendum ended yesterday
    assert levels["NY", "12aspo"] == (True, True, False)  # one entity's addendum, credits above sales
    assert levels["VT", "own"] == (False, True, True)  # its own contract is in force
    assert levels["VT", "off_contract"] == (False, False, True)


def test_shares_of_a_state_add_up_though_some_are_negative(service: QueryService) -> None:
    assert use(service, "NY", "naspo").share == Decimal("1.176471")  # 200 ÷ 170
    assert use(service, "NY", "12aspo").share == Decimal("-0.176471")
    assert use(service, "ME", "naspo").share is None


def test_an_ended_contract_was_used_and_is_no_longer_usable(service: QueryService) -> None:
    row = use(service, "VT", "naspo")
    assert (row.contracts_usable, row.contracts_used) == (1, 2)
    assert (row.participating_since, row.last_bought_month) == (dt.date(2024, 7, 1), dt.date(2025, 12, 1))
    assert row.contracts_without_addendum == 0  # the addendum was in force when it was used


def test_spend_in_months_without_an_addendum_stands_out(service: QueryService) -> None:
    before_its_addendum = use(service, "NH", "naspo")
    assert before_its_addendum.contracts_without_addendum == 1
    assert before_its_addendum.amount_without_addendum == Decimal(70)
    never_signed = use(service, "NH", "12aspo")
    assert never_signed.amount_without_addendum == Decimal(40)
    # New York bought in January, its addendum ended in June; Vermont's own contracts need none; and of the
    # alliance that no addendum belongs to nothing is known.
    for state, group in (("NY", "naspo"), ("VT", "own"), ("VT", "off_contract"), ("XX", "ghost")):
        assert use(service, state, group).contracts_without_addendum == 0


def test_an_addendum_unused_all_year_stands_out_and_a_young_one_does_not(service: QueryService) -> None:
    assert use(service, "NY", "12aspo").not_bought_for_a_year
    assert use(service, "ME", "naspo").not_bought_for_a_year
    assert not use(service, "CT", "12aspo").not_bought_for_a_year  # it does not participate
    # On 2025-12-31 New York's addendum of 2025-01-01 was in force since the first day of those twelve months,
    # on 2025-11-30 it was not.
    assert use(service, "NY", "12aspo", Scope(as_of=dt.date(2025, 12, 31))).not_bought_for_a_year
    assert not use(service, "NY", "12aspo", Scope(as_of=dt.date(2025, 11, 30))).not_bought_for_a_year
    # The period of the scope does not shorten the look back.
    assert not use(service, "VT", "naspo", Scope(from_date=dt.date(2026, 6, 1))).not_bought_for_a_year


def test_the_scope_narrows_states_and_alliances(service: QueryService) -> None:
    rows = rows_of(
        service, STATE_ALLIANCE_USE, Scope(states=("VT", "NY"), alliances=("12aspo",), fiscal_year=2026)
    )
    assert [(row.state, row.group_id, row.net_amount, row.share) for row in rows] == [
        ("NY", "12aspo", Decimal(-30), None),
        ("VT", "12aspo", Decimal(80), Decimal(1)),
    ]
    scoped = alliance(service, "12aspo", Scope(states=("VT", "NY"), fiscal_year=2026))
    assert (scoped.states_member, scoped.adoption, scoped.net_amount) == (2, Decimal("0.5"), Decimal(50))

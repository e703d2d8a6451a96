"""Golden figures of contract utilization, each worked by hand in the comment beside it.

The as-of date is 2026-06-30, so the twelve months that tell a contract's pace are the 365 days from
2025-07-01. Unless it says otherwise a contract runs from 2024-07-01 to 2028-06-29, 1,460 days, of which 730,
one half, have gone by.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION, STATUSES, ContractUtilization
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.tiny import Cells, opened, rows_of, write_portfolio

AS_OF = "2026-06-30"
TERM = {"starts_on": "2024-07-01", "ends_on": "2028-06-29"}


def contract(contract_id: str, **cells: object) -> Cells:
    """Return a contract of the usual term, changed by `cells`."""
    return {"contract_id": contract_id, "alliance_id": "naspo", "title": contract_id, **TERM, **cells}


def bought(contract_id: str, spent_on: str, amount: str, state: str = "VT") -> Cells:
    """Return a spend line."""
    return {"contract_id": contract_id, "state": state, "spent_on": spent_on, "amount": amount}


def position(contract_id: str, as_of: str, state: str = "VT", **amounts: object) -> Cells:
    """Return a published position."""
    return {"contract_id": contract_id, "state": state, "as_of": as_of, **amounts}


CONTRACTS = [
    contract("on track", ceiling_amount="1000000"),
    contract("no ceiling", estimated_amount="500000"),
    contract("zero ceiling, bought on", ceiling_amount="0"),
    contract("zero ceiling, unused", ceiling_amount="0"),
    contract("credits exceed sales", ceiling_amount="10000"),
    contract("not started", ceiling_amount="1000", starts_on="2026-07-01", ends_on="2028-06-30"),
    contract("expired", ceiling_amount="1000", starts_on="2024-06-30", ends_on="2026-06-29"),
    contract("last day", ceiling_amount="1000", starts_on="2024-07-01", ends_on="2026-06-30"),
    contract("expiring in 91 days", ends_on="2026-09-29"),
    contract("expiring in 365 days", ends_on="2027-06-30"),
    contract("366 days left", ends_on="2027-07-01"),
    contract("over ceiling", ceiling_amount="100"),
    contract("runs out in 60 days", ceiling_amount="121000", starts_on="2026-05-01"),
    contract("runs out in 61 days", ceiling_amount="122000", starts_on="2026-05-01"),
    contract("runs out after its end", ceiling_amount="121000", starts_on="2026-05-01", ends_on="2026-08-28"),
    contract("75 % ahead of time", ceiling_amount="1000"),
    contract("nearly 75 %", ceiling_amount="1000"),
    contract("80 % in time", ceiling_amount="1000", starts_on="2020-07-01", ends_on="2027-07-31"),
    contract("exhausted", ceiling_amount="500"),
    contract("unused", ceiling_amount="1000"),
    contract("under-used", ceiling_amount="1000"),
    contract("just used enough", ceiling_amount="1000"),
    contract("three months old", ceiling_amount="1000", starts_on="2026-03-31"),
    contract("no dates", ceiling_amount="1000", starts_on=None, ends_on=None),
    contract("ends before it starts", ceiling_amount="1000", ends_on="2024-06-30"),
    contract("one day long", ceiling_amount="1000", starts_on="2026-06-30", ends_on="2026-06-30"),
    contract("spend outside the term", ceiling_amount="2000", starts_on="2025-10-01"),
    contract("lasts for centuries", ceiling_amount="9999999999999999.99"),
]
SPEND = [
    bought("on track", "2024-10-15", "200000"),
    bought("on track", "2025-10-15", "365000"),
    bought("on track", "2026-07-01", "9999999"),
    bought("no ceiling", "2025-08-01", "100000"),
    bought("zero ceiling, bought on", "2025-08-01", "500"),
    bought("credits exceed sales", "2025-08-01", "1000"),
    bought("credits exceed sales", "2025-09-01", "-1500"),
    bought("not started", "2026-06-15", "100"),
    bought("expired", "2025-10-01", "730"),
    bought("expired", "2026-06-30", "70"),
    bought("last day", "2025-10-01", "365"),
    bought("over ceiling", "2025-10-01", "100", state="NH"),
    bought("over ceiling", "2025-10-02", "50"),
    bought("runs out in 60 days", "2026-05-20", "61000"),
    bought("runs out in 61 days", "2026-05-20", "61000"),
    bought("runs out after its end", "2026-05-20", "61000"),
    bought("75 % ahead of time", "2024-10-15", "750"),
    bought("nearly 75 %", "2024-10-15", "749.99"),
    bought("80 % in time", "2024-10-15", "800"),
    bought("exhausted", "2024-10-15", "500"),
    bought("under-used", "2024-10-15", "249.99"),
    bought("just used enough", "2024-10-15", "250"),
    bought("three months old", "2026-05-01", "10"),
    bought("no dates", "2025-10-01", "100"),
    bought("spend outside the term", "2025-09-30", "300"),
    bought("spend outside the term", "2025-10-01", "700"),
    bought("lasts for centuries", "2026-06-30", "0.01"),
]
FIGURES: dict[str, dict[str, object]] = {
    # Used 565,000 ÷ 1,000,000; burn index 0.565 ÷ 0.5. The line after the as-of date is not seen. 365,000 in
    # 365 days are 1,000 a day, so the remaining 435,000 last 435 days.
    "on track": {
        "net_to_date": "565000",
        "remaining_amount": "435000",
        "daily_amount": "1000",
        "pace_amount": "365000",
        "pace_from": "2025-07-01",
        "pace_to": "2026-06-30",
        "ceiling_used": "0.565",
        "elapsed": "0.5",
        "burn_index": "1.13",
        "runs_out_on": "2027-09-08",
        "runs_out_after_term": False,
        "days_left": 730,
        "status": "on track",
        "needs_attention": False,
    },
    # The estimate is no ceiling: nothing remains, burns or runs out.
    "no ceiling": {
        "ceiling_amount": None,
        "ceiling_used": None,
        "remaining_amount": None,
        "estimate_used": "0.2",
        "daily_amount": "273.97",
        "burn_index": None,
        "too_early": False,
        "runs_out_on": None,
        "runs_out_after_term": None,
        "status": "no ceiling",
    },
    "zero ceiling, bought on": {
        "ceiling_amount": "0",
        "ceiling_used": None,
        "remaining_amount": "-500",
        "burn_index": None,
        "runs_out_on": None,
        "status": "over ceiling",
        "needs_attention": True,
    },
    "zero ceiling, unused": {"ceiling_used": None, "remaining_amount": "0", "status": "unused"},
    # -500 ÷ 10,000, and ÷ 0.5; -500 ÷ 365 days. More remains than the ceiling, and it never runs out.
    "credits exceed sales": {
        "net_to_date": "-500",
        "ceiling_used": "-0.05",
        "burn_index": "-0.1",
        "remaining_amount": "10500",
        "daily_amount": "-1.37",
        "runs_out_on": None,
        "status": "under-used",
    },
    # An order before the start counts against the ceiling; no pace and no elapsed term yet.
    "not started": {
        "net_to_date": "100",
        "ceiling_used": "0.1",
        "elapsed": None,
        "burn_index": None,
        "too_early": False,
        "daily_amount": "0",
        "pace_from": None,
        "runs_out_on": None,
        "status": "not started",
    },
    # The whole term has gone by, and not more than the whole: burn index 0.8 ÷ 1.
    "expired": {
        "elapsed": "1",
        "ceiling_used": "0.8",
        "burn_index": "0.8",
        "runs_out_on": None,
        "runs_out_after_term": None,
        "days_left": -1,
        "status": "expired",
        "expiring_within_days": None,
        "needs_attention": False,
    },
    # 1 a day leaves 635 for 635 days, long after the end.
    "last day": {
        "elapsed": "1",
        "days_left": 0,
        "runs_out_on": "2028-03-26",
        "runs_out_after_term": True,
        "status": "expiring",
        "expiring_within_days": 90,
        "needs_attention": True,
    },
    "expiring in 91 days": {
        "days_left": 91,
        "status": "expiring",
        "expiring_within_days": 180,
        "needs_attention": False,
    },
    "expiring in 365 days": {"days_left": 365, "status": "expiring", "expiring_within_days": 365},
    "366 days left": {"days_left": 366, "status": "unused", "expiring_within_days": None},
    "over ceiling": {
        "ceiling_used": "1.5",
        "remaining_amount": "-50",
        "runs_out_on": None,
        "status": "over ceiling",
        "needs_attention": True,
        "states_with_spend": 2,
    },
    # 61,000 in the 61 days since 2026-05-01 are 1,000 a day; 60,000 remain for 60 days.
    "runs out in 60 days": {
        "daily_amount": "1000",
        "pace_from": "2026-05-01",
        "runs_out_on": "2026-08-29",
        "runs_out_after_term": False,
        "burn_index": None,
        "too_early": True,
        "status": "running out",
        "needs_attention": True,
    },
    "runs out in 61 days": {"runs_out_on": "2026-08-30", "status": "on track", "needs_attention": False},
    # It would run out on 2026-08-29, the day after its end.
    "runs out after its end": {
        "runs_out_on": "2026-08-29",
        "runs_out_after_term": True,
        "status": "expiring",
        "expiring_within_days": 90,
    },
    "75 % ahead of time": {
        "ceiling_used": "0.75",
        "daily_amount": "0",
        "runs_out_on": None,
        "status": "running out",
    },
    "nearly 75 %": {"ceiling_used": "0.74999", "burn_index": "1.49998", "status": "on track"},
    # 2,191 of 2,587 days have gone by; 0.8 × 2,587 ÷ 2,191.
    "80 % in time": {
        "ceiling_used": "0.8",
        "elapsed": "0.846927",
        "burn_index": "0.944592",
        "status": "on track",
        "needs_attention": False,
    },
    # Nothing remains: it has run out, whatever the pace.
    "exhausted": {
        "ceiling_used": "1",
        "remaining_amount": "0",
        "runs_out_on": AS_OF,
        "runs_out_after_term": False,
        "status": "running out",
    },
    "unused": {"ceiling_used": "0", "burn_index": "0", "status": "unused", "states_with_spend": 0},
    "under-used": {"burn_index": "0.49998", "status": "under-used"},
    "just used enough": {"burn_index": "0.5", "status": "on track"},
    # Three months are over on 2026-06-30. 92 of 822 days are 0.111922; 0.01 × 822 ÷ 92 is 0.089348.
    "three months old": {"too_early": False, "elapsed": "0.111922", "burn_index": "0.089348"},
    # 100 in 365 days: the remaining 900 last 3,285 days. Without dates nothing has elapsed.
    "no dates": {
        "elapsed": None,
        "burn_index": None,
        "daily_amount": "0.27",
        "runs_out_on": "2035-06-28",
        "runs_out_after_term": False,
        "days_left": None,
        "status": "on track",
    },
    "ends before it starts": {"elapsed": None, "status": "expired", "days_left": -730},
    "one day long": {"elapsed": "1", "too_early": True, "status": "expiring"},
    # All 1,000 count against the ceiling; the pace since 2025-10-01 is 700 in 273 days.
    "spend outside the term": {"net_to_date": "1000", "ceiling_used": "0.5", "daily_amount": "2.56"},
    # A cent in 365 days: it lasts longer than dates reach.
    "lasts for centuries": {"runs_out_on": None, "runs_out_after_term": True, "ceiling_used": "0"},
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = tmp_path_factory.mktemp("utilization")
    with opened(write_portfolio(folder, as_of=AS_OF, contracts=CONTRACTS, spend=SPEND)) as running:
        yield running


def by_id(service: QueryService, scope: Scope | None = None) -> dict[str, ContractUtilization]:
    """Return the utilization of every contract in scope, by its id."""
    return {row.contract_id: row for row in rows_of(service, CONTRACT_UTILIZATION, scope or Scope())}


def differences(row: ContractUtilization, expected: Mapping[str, object]) -> dict[str, object]:
    """Return what `row` holds where it is not what was expected; text stands for amounts and dates."""
    found = {name: getattr(row, name) for name in expected}
    return {name: value for name, value in found.items() if value != _meant(expected[name], value)}


def _meant(expected: object, found: object) -> object:
    if isinstance(expected, str) and isinstance(found, Decimal):
        return Decimal(expected)
    if isinstance(expected, str) and isinstance(found, dt.date):
        return dt.date.fromisoformat(expected)
    return expected


@pytest.mark.parametrize("contract_id", FIGURES)
def test_a_contracts_figures_are_those_worked_by_hand(service: QueryService, contract_id: str) -> None:
    assert differences(by_id(service)[contract_id], FIGURES[contract_id]) == {}


def test_every_contract_is_listed_once_the_most_spent_on_first(service: QueryService) -> None:
    rows = rows_of(service, CONTRACT_UTILIZATION)
    assert sorted(row.contract_id for row in rows) == sorted(FIGURES)
    assert [row.net_to_date for row in rows] == sorted((row.net_to_date for row in rows), reverse=True)


def test_every_status_is_one_that_is_named(service: QueryService) -> None:
    assert {row.status for row in rows_of(service, CONTRACT_UTILIZATION)} == set(STATUSES) - {"not reported"}


def test_the_scope_narrows_net_spend_in_scope_and_never_what_is_held_against_a_ceiling(
    service: QueryService,
) -> None:
    in_new_hampshire = by_id(service, Scope(states=("NH",)))
    assert set(in_new_hampshire) == {"over ceiling"}
    row = in_new_hampshire["over ceiling"]
    assert (row.net_in_scope, row.net_to_date, row.states_with_spend) == (Decimal(100), Decimal(150), 2)

    last_year = by_id(service, Scope(fiscal_year=2025))["on track"]
    assert (last_year.net_in_scope, last_year.net_to_date) == (Decimal(200000), Decimal(565000))


def test_the_as_of_date_moves_every_figure(service: QueryService) -> None:
    # On 2025-06-30 365 of 1,460 days are over; 200,000 since 2024-07-01 are 547.95 a day.
    row = by_id(service, Scope(as_of=dt.date(2025, 6, 30)))["on track"]
    expected = {
        "net_to_date": "200000",
        "elapsed": "0.25",
        "ceiling_used": "0.2",
        "burn_index": "0.8",
        "daily_amount": "547.95",
        "days_left": 1095,
    }
    assert differences(row, expected) == {}


EXTENDED = contract("extended", ceiling_amount="5000", initial_ends_on="2026-06-30")
AMENDMENTS = [
    {
        "contract_id": "extended",
        "kind": "option",
        "signed_on": "2026-05-01",
        "effective_on": "2026-07-01",
        "old_ends_on": "2026-06-30",
        "new_ends_on": "2027-06-30",
    },
    {
        "contract_id": "extended",
        "kind": "option",
        "effective_on": "2027-07-01",
        "old_ends_on": "2027-06-30",
        "new_ends_on": "2028-06-29",
    },
    {
        "contract_id": "extended",
        "kind": "ceiling",
        "signed_on": "2026-07-01",
        "old_ceiling_amount": "1000",
        "new_ceiling_amount": "5000",
    },
]


@pytest.mark.parametrize(
    ("as_of", "ends_on", "ceiling", "status"),
    [
        (
            "2026-06-30",
            "2026-06-30",
            "1000",
            "running out",
        ),  # 800 of 1,000 and 80 % < 100 % of the term: see below
        ("2026-07-01", "2027-06-30", "5000", "expiring"),
        ("2027-06-30", "2027-06-30", "5000", "expiring"),
        ("2027-07-01", "2028-06-29", "5000", "expiring"),
    ],
)
def test_an_amendment_counts_from_the_day_it_takes_effect(
    tmp_path_factory: pytest.TempPathFactory, as_of: str, ends_on: str, ceiling: str, status: str
) -> None:
    """The last line of the 1,000 is spent on 2026-06-30, so that day the old ceiling has run out."""
    folder = write_portfolio(
        tmp_path_factory.mktemp("amended"),
        contracts=[EXTENDED],
        amendments=AMENDMENTS,
        spend=[bought("extended", "2026-06-30", "1000")],
    )
    with opened(folder) as service:
        row = by_id(service, Scope(as_of=dt.date.fromisoformat(as_of)))["extended"]
    assert differences(row, {"ends_on": ends_on, "ceiling_amount": ceiling, "status": status}) == {}


@pytest.mark.parametrize(
    ("amendments", "as_of", "ends_on"),
    [
        # The later amendment does not state the old end: it is the one that the earlier amendment gave.
        (
            [
                {"effective_on": "2026-07-01", "new_ends_on": "2027-06-30"},
                {"effective_on": "2027-07-01", "new_ends_on": "2028-06-29"},
            ],
            "2026-12-31",
            "2027-06-30",
        ),
        # Of several earlier ones the last.
        (
            [
                {"effective_on": "2026-07-01", "new_ends_on": "2027-06-30"},
                {"effective_on": "2027-07-01", "new_ends_on": "2028-06-29"},
                {"effective_on": "2028-06-30", "new_ends_on": "2029-06-29"},
            ],
            "2027-12-31",
            "2028-06-29",
        ),
        # None before it does either: it is the first term's.
        ([{"effective_on": "2026-07-01", "new_ends_on": "2028-06-29"}], "2026-06-01", "2026-06-30"),
        # An amendment without any date has always held.
        ([{"new_ends_on": "2028-06-29", "old_ends_on": "2026-06-30"}], "2026-06-01", "2028-06-29"),
        # One of an addendum says nothing of its contract.
        (
            [
                {
                    "addendum_id": "a",
                    "effective_on": "2026-07-01",
                    "old_ends_on": "2025-01-01",
                    "new_ends_on": "2028-06-29",
                }
            ],
            "2026-06-01",
            "2028-06-29",
        ),
    ],
)
def test_an_end_that_an_amendment_leaves_out_is_found_from_what_is_known(
    tmp_path_factory: pytest.TempPathFactory, amendments: list[Cells], as_of: str, ends_on: str
) -> None:
    folder = write_portfolio(
        tmp_path_factory.mktemp("amended"),
        contracts=[EXTENDED],
        amendments=[{"contract_id": "extended", **amendment} for amendment in amendments],
        spend=[],
    )
    with opened(folder) as service:
        row = by_id(service, Scope(as_of=dt.date.fromisoformat(as_of)))["extended"]
    assert row.ends_on == dt.date.fromisoformat(ends_on)


YEARS = {"starts_on": "2025-07-01", "ends_on": "2027-12-31"}
"""A term of 914 days, 365 of which are over on 2026-06-30."""

POSITIONS = [
    # One position: 2,740 in the 274 days from 2025-07-01 to 2026-03-31.
    position("one", "2026-03-31", ceiling_amount="10000", ordered_amount="2740", paid_amount="1000"),
    # Several: one states no amount ordered, so that all are reckoned on amounts paid.
    position("several", "2024-12-31", ordered_amount="100", paid_amount="50"),
    position("several", "2025-12-31", paid_amount="415"),
    position("several", "2026-12-31", paid_amount="9999"),
    # Two states, each with a ceiling of its own.
    position("two states", "2026-06-30", ceiling_amount="1000", ordered_amount="100"),
    position("two states", "2026-03-31", state="NH", ceiling_amount="500", ordered_amount="200"),
    # Two states, one without a ceiling: the contract's own holds.
    position("half a ceiling", "2026-06-30", ceiling_amount="1000", ordered_amount="100"),
    position("half a ceiling", "2026-06-30", state="NH", ordered_amount="200"),
    # Nothing is known yet on the as-of date, or nothing but a ceiling.
    position("later", "2026-12-31", ceiling_amount="1000", ordered_amount="500"),
    position("ceiling alone", "2026-06-30", ceiling_amount="1000"),
    # A line makes it a contract with lines: its positions are not counted beside them.
    position("lines too", "2026-06-30", ceiling_amount="1", ordered_amount="9999"),
    position("shrinking", "2025-12-31", ordered_amount="500"),
    position("shrinking", "2026-06-30", ordered_amount="300"),
    position("since when?", "2026-06-30", ordered_amount="500"),
]
POSITION_CONTRACTS = [
    contract("one", **YEARS),
    contract("several"),
    contract("two states"),
    contract("half a ceiling", ceiling_amount="600"),
    contract("later", ceiling_amount="1000"),
    contract("ceiling alone", ceiling_amount="1000"),
    contract("lines too", ceiling_amount="1000"),
    contract("shrinking", ceiling_amount="1000"),
    contract("since when?", ceiling_amount="1000", starts_on=None),
]
POSITION_FIGURES: dict[str, dict[str, object]] = {
    # 10 a day; 7,260 remain for 726 days, until 2028-06-25. Used 0.274; elapsed 365 ÷ 914; burn index
    # 0.274 × 914 ÷ 365.
    "one": {
        "net_to_date": "2740",
        "position_on": "2026-03-31",
        "ceiling_amount": "10000",
        "ceiling_used": "0.274",
        "elapsed": "0.399344",
        "burn_index": "0.686126",
        "pace_amount": "2740",
        "pace_from": "2025-07-01",
        "pace_to": "2026-03-31",
        "daily_amount": "10",
        "runs_out_on": "2028-06-25",
        "runs_out_after_term": True,
        "status": "on track",
    },
    # 365 paid over the 365 days of 2025, of which the 184 from 2025-07-01 tell the pace: 1 a day.
    "several": {
        "net_to_date": "415",
        "position_on": "2025-12-31",
        "ceiling_amount": None,
        "pace_amount": "184",
        "daily_amount": "1",
        "status": "no ceiling",
    },
    "two states": {
        "net_to_date": "300",
        "position_on": "2026-06-30",
        "ceiling_amount": "1500",
        "ceiling_used": "0.2",
        "states_with_spend": 2,
    },
    "half a ceiling": {"net_to_date": "300", "ceiling_amount": "600", "ceiling_used": "0.5"},
    "later": {
        "net_to_date": "0",
        "position_on": None,
        "ceiling_used": None,
        "remaining_amount": None,
        "burn_index": None,
        "status": "not reported",
    },
    "ceiling alone": {"position_on": None, "ceiling_used": None, "status": "not reported"},
    "lines too": {"net_to_date": "40", "position_on": None, "ceiling_amount": "1000"},
    # 500 over the 549 days from 2024-07-01 to 2025-12-31, of which 184 count: 167.58; then -200.
    "shrinking": {
        "net_to_date": "300",
        "pace_amount": "-32.42",
        "daily_amount": "-0.09",
        "runs_out_on": None,
    },
    # Without a start the days that the first position covers are not known, and there is no pace.
    "since when?": {
        "net_to_date": "500",
        "ceiling_used": "0.5",
        "pace_from": None,
        "daily_amount": "0",
        "runs_out_on": None,
    },
}


@pytest.fixture(scope="module")
def positions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("positions"),
        as_of=AS_OF,
        contracts=POSITION_CONTRACTS,
        balances=POSITIONS,
        spend=[bought("lines too", "2026-01-01", "40")],
    )
    with opened(folder) as running:
        yield running


@pytest.mark.parametrize("contract_id", POSITION_FIGURES)
def test_a_contract_that_has_only_positions_takes_its_figures_from_them(
    positions: QueryService, contract_id: str
) -> None:
    assert differences(by_id(positions)[contract_id], POSITION_FIGURES[contract_id]) == {}


def test_positions_after_the_as_of_date_are_not_seen(positions: QueryService) -> None:
    # On 2025-01-31 the one position there is states what was ordered.
    row = by_id(positions, Scope(as_of=dt.date(2025, 1, 31)))["several"]
    assert (row.net_to_date, row.position_on) == (Decimal(100), dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("period", "net"),
    [
        (Scope(fiscal_year=2025), "50"),  # the first position, 2024-12-31, counts from the start of the term
        (Scope(fiscal_year=2026), "365"),  # 415 on 2025-12-31 less 50
        (Scope(fiscal_year=2027, as_of=dt.date(2027, 6, 30)), "9584"),  # 9,999 less 415
        (Scope(from_date=dt.date(2025, 12, 31), to_date=dt.date(2025, 12, 31)), "365"),
        (Scope(from_date=dt.date(2025, 1, 1), to_date=dt.date(2025, 12, 30)), "0"),
    ],
)
def test_over_a_period_spend_is_the_difference_of_the_positions_dated_by_the_later_one(
    positions: QueryService, period: Scope, net: str
) -> None:
    assert by_id(positions, period)["several"].net_in_scope == Decimal(net)

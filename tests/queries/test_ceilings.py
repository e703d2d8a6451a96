"""Golden rows of ceilings: how far they are used, and which will be breached soon."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.measures.contract_rows import CONTRACT_UTILIZATION
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.service import QueryService
from tests.queries.bundled import records, told
from tests.tiny import Cells, opened, rows_of, write_portfolio


def contract(contract_id: str, ceiling: str | None, **cells: object) -> Cells:
    """Return a contract of the two years 2025 and 2026."""
    return {
        "contract_id": contract_id,
        "alliance_id": "naspo",
        "title": contract_id.title(),
        "ceiling_amount": ceiling,
        "starts_on": "2025-01-01",
        "ends_on": "2026-12-31",
        **cells,
    }


def bought(contract_id: str, amount: str, day: str = "2026-01-10", state: str = "VT") -> Cells:
    """Return a line."""
    return {"contract_id": contract_id, "amount": amount, "spent_on": day, "state": state}


CONTRACTS = [
    contract("over", "100"),
    contract("zero", "0"),
    # 730 a year is 2 a day: 120 and 190 days are left, and the latter is after the end of December.
    contract("by autumn", "970"),
    contract("after term", "1110"),
    contract("late enough", "1110", ends_on="2027-12-31"),
    contract("used up", "50"),
    contract("slow", "1000"),
    contract("estimate", None, estimated_amount="400", vendor_id="v"),
    contract("neither", None),
    contract("expired", "100", ends_on="2026-06-29"),
    contract("young", "1000", starts_on="2026-05-01"),
    contract("positions", "1", ends_on="2026-12-31"),
    contract("not yet reported", "100"),
]
SPEND = [
    bought("over", "150"),
    bought("zero", "1"),
    bought("by autumn", "730"),
    bought("after term", "730"),
    bought("late enough", "730"),
    bought("used up", "40", state="NH"),
    bought("used up", "10"),
    bought("slow", "100", "2025-06-30"),  # before the last twelve months
    bought("estimate", "100"),
    bought("neither", "100"),
    bought("expired", "150"),
    bought("young", "122"),  # before the start: it counts to date, and not for the pace
    bought("over", "1000", "2026-07-01"),  # after the as-of date
]


def position(contract_id: str, day: str, ceiling: str, ordered: str) -> Cells:
    """Return a position."""
    return {
        "contract_id": contract_id,
        "state": "TX",
        "as_of": day,
        "ceiling_amount": ceiling,
        "ordered_amount": ordered,
    }


BALANCES = [
    # The 365 days of the last twelve months: 3,650, 10 a day; 500 are left, 50 days from the as-of date.
    position("positions", "2025-06-30", "9000", "1000"),
    position("positions", "2026-06-30", "5150", "4650"),
    position("not yet reported", "2026-07-31", "100", "99"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    folder = write_portfolio(
        tmp_path_factory.mktemp("ceilings"),
        as_of="2026-06-30",
        alliances=[{"alliance_id": "naspo", "name": "NASPO ValuePoint", "kind": "national"}],
        vendors=[{"vendor_id": "v", "name": "Vendor"}],
        contracts=CONTRACTS,
        spend=SPEND,
        balances=BALANCES,
    )
    with opened(folder) as opened_service:
        yield opened_service


def test_ceilings_and_estimates_used_stand_side_by_side(service: QueryService) -> None:
    rows = records(service, "ceiling-used")
    assert told(
        rows,
        "contract_id",
        "net_to_date",
        "ceiling_amount",
        "ceiling_used",
        "estimated_amount",
        "estimate_used",
    ) == [
        ("over", "150.00", "100.00", "1.500000", None, None),
        ("used up", "50.00", "50.00", "1.000000", None, None),
        ("positions", "4650.00", "5150.00", "0.902913", None, None),
        ("by autumn", "730.00", "970.00", "0.752577", None, None),
        ("after term", "730.00", "1110.00", "0.657658", None, None),
        ("late enough", "730.00", "1110.00", "0.657658", None, None),
        ("young", "122.00", "1000.00", "0.122000", None, None),
        ("slow", "100.00", "1000.00", "0.100000", None, None),
        ("estimate", "100.00", None, None, "400.00", "0.250000"),
        ("not yet reported", None, "100.00", None, None, None),
        ("zero", "1.00", "0.00", None, None, None),
    ]


def test_the_part_of_the_term_that_has_gone_by_stands_beside_them(service: QueryService) -> None:
    rows = {row["contract_id"]: row for row in records(service, "ceiling-used")}
    # 365 + 181 days of 730; 1.5 ÷ 0.747945. No burn index in the first three months.
    columns = ("days_elapsed", "days_of_term", "elapsed", "burn_index")
    assert told([rows["over"], rows["young"], rows["estimate"]], *columns) == [
        (546, 730, "0.747945", "2.005495"),
        (61, 245, "0.248980", None),
        (546, 730, "0.747945", None),
    ]


def test_contracts_that_are_over_and_those_used_less_are_shown_or_not(service: QueryService) -> None:
    rows = records(service, "ceiling-used", in_force="no", used_at_least="0.95")
    assert told(rows, "contract_id", "ceiling_used") == [
        ("expired", "1.500000"),
        ("over", "1.500000"),
        ("used up", "1.000000"),
    ]


def test_the_scope_chooses_contracts_and_not_what_counts_against_the_ceiling(service: QueryService) -> None:
    rows = records(service, "ceiling-used", Scope(states=("NH",), fiscal_year=2020))
    assert told(rows, "contract_id", "net_to_date") == [("used up", "50.00")]


def test_both_queries_agree_with_the_measure(service: QueryService) -> None:
    measured = {row.contract_id: row for row in rows_of(service, CONTRACT_UTILIZATION)}
    used = records(service, "ceiling-used", in_force="no")
    assert {row["contract_id"] for row in used} == set(measured) - {"neither"}
    for row in used:
        measure = measured[row["contract_id"]]
        assert row["ceiling_used"] == measure.ceiling_used
        assert row["estimate_used"] == measure.estimate_used
        assert row["elapsed"] == measure.elapsed
        assert row["burn_index"] == measure.burn_index
    soon = {row["contract_id"]: row for row in records(service, "ceilings-breached-soon", days="3650")}
    over = {name for name, row in measured.items() if row.status == "over ceiling"}
    running_out = {
        name: row.runs_out_on for name, row in measured.items() if row.runs_out_after_term is False
    }
    assert set(soon) == over | set(running_out)
    assert {name: row["runs_out_on"] for name, row in soon.items() if name not in over} == running_out
    assert {name: row["daily_amount"] for name, row in soon.items()} == {
        name: measured[name].daily_amount for name in soon
    }


def test_ceilings_breached_within_half_a_year(service: QueryService) -> None:
    rows = records(service, "ceilings-breached-soon")
    assert told(
        rows,
        "contract_id",
        "over_now",
        "within_60_days",
        "within_90_days",
        "within_180_days",
        "days_left",
        "runs_out_on",
        "remaining_amount",
        "pace_amount",
        "pace_days",
        "daily_amount",
    ) == [
        ("over", True, True, True, True, None, None, "-50.00", "150.00", 365, "0.41"),
        ("zero", True, True, True, True, None, None, "-1.00", "1.00", 365, "0.00"),
        ("used up", False, True, True, True, 0, "2026-06-30", "0.00", "50.00", 365, "0.14"),
        ("positions", False, True, True, True, 50, "2026-08-19", "500.00", "3650.00", 365, "10.00"),
        ("by autumn", False, False, False, True, 120, "2026-10-28", "240.00", "730.00", 365, "2.00"),
    ]


def test_those_that_end_first_are_not_breached(service: QueryService) -> None:
    rows = records(service, "ceilings-breached-soon", days="190")
    assert told(rows, "contract_id", "within_180_days", "runs_out_on")[5:] == [
        ("late enough", False, "2027-01-06")
    ]
    assert "late enough" not in {
        row["contract_id"] for row in records(service, "ceilings-breached-soon", days="189")
    }


def test_an_earlier_day_is_answered_as_it_was_then(service: QueryService) -> None:
    scope = Scope(as_of=dt.date(2025, 12, 31))
    assert records(service, "ceilings-breached-soon", scope) == []
    used = {row["contract_id"]: row["net_to_date"] for row in records(service, "ceiling-used", scope)}
    assert used["over"] == Decimal(0)


def test_a_portfolio_without_spend_has_no_breach(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path, as_of="2026-06-30", contracts=[contract("c", "100")], spend=[])
    with opened(folder) as tiny:
        assert records(tiny, "ceilings-breached-soon") == []
        assert told(records(tiny, "ceiling-used"), "net_to_date", "ceiling_used") == [("0.00", "0.000000")]

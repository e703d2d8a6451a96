"""Fees and reports that look like a finding and are none, beside the smallest case that is one."""

from pathlib import Path

from tests.checks.found import Tables, addendum, as_of, contract, found, line, result_of
from tests.tiny import Cells


def fee_rule(rate: str, **cells: object) -> Cells:
    """Return a rule of NASPO's."""
    return {"alliance_id": "naspo", "rate": rate, **cells}


def test_f01_a_total_over_a_change_of_the_rate_and_buyers_of_unknown_type(tmp_path: Path) -> None:
    def quarter(spend_id: str, day: str, fee: str) -> Cells:
        return line(spend_id, day, "1000", order_date=None, grain="quarter", fee_amount=fee)

    changing: Tables = {
        "fee_rules": [
            fee_rule("0.01", ends_on="2025-02-14"),
            fee_rule("0.02", starts_on="2025-02-15", entity_types=" "),
        ],
        "spend": [
            quarter("before", "2024-12-31", "15"),
            quarter("both rates", "2025-03-31", "15"),
            quarter("after", "2025-06-30", "15"),
        ],
    }
    assert found(tmp_path / "changing", "F01", changing) == [
        ("c||over", "5.00", "over", ["before"]),
        ("c||under", "5.00", "under", ["after"]),
    ]
    by_buyer: Tables = {
        "entities": [{"entity_id": "agency", "name": "Agency", "entity_type": "state_agency"}],
        "fee_rules": [fee_rule("0.02", entity_types="city")],
        "spend": [
            line("perhaps a city's", amount="1000", fee_amount="20"),
            line("an agency's", amount="1000", fee_amount="20", entity_id="agency"),
        ],
    }
    assert found(tmp_path / "by buyer", "F01", by_buyer) == [("c||over", "20.00", "over", ["an agency's"])]


def paid(period: str, amount: str, paid_on: str, state: str | None = "VT") -> Cells:
    """Return a payment on contract c."""
    return {
        "contract_id": "c",
        "report_period": period,
        "amount": amount,
        "paid_on": paid_on,
        "state": state,
    }


def sold(period: str, day: str, **cells: object) -> Cells:
    """Return a line of 1,000 in the report for a period."""
    return line(f"{period} {day}", day, "1000", report_period=period, **cells)


def test_f02_the_rate_of_the_day_and_nothing_before_it_is_due(tmp_path: Path) -> None:
    tables: Tables = {
        "participating_addenda": [
            addendum("first", effective_on="2023-01-01", ends_on="2024-12-31", state_fee_rate="0.01"),
            addendum("second", effective_on="2025-01-01", state_fee_rate="0.02"),
        ],
        "fee_payments": [
            paid("2024-Q4", "10", "2025-02-01"),
            paid("2025-Q1", "10", "2025-05-01"),
            paid("2026-Q1", "5", "2026-04-20"),
        ],
        "spend": [
            sold("2024-Q4", "2024-12-31"),
            sold("2025-Q1", "2025-01-01"),
            sold("2026-Q1", "2026-02-01"),
        ],
    }
    assert found(tmp_path, "F02", tables) == [
        ("c|VT|2026-Q1", "15.00", "under", ["c|VT|2026-Q1"]),
        ("c|VT|2025-Q1", "10.00", "under", ["c|VT|2025-Q1"]),
    ]
    assert found(tmp_path, "F02", tables, as_of("2026-05-30")) == [
        ("c|VT|2025-Q1", "10.00", "under", ["c|VT|2025-Q1"])
    ]


def test_f02_rules_hold_from_their_day_and_what_they_leave_open_is_left_out(tmp_path: Path) -> None:
    tables: Tables = {
        "participating_addenda": [addendum("vt", state_fee_rate="0.5")],
        "fee_rules": [
            fee_rule("0.01", state="VT", ends_on="2025-02-14"),
            fee_rule("0.02", state="VT", starts_on="2025-02-15"),
        ],
        "fee_payments": [paid("2025-Q1", "30", "2025-05-01"), paid("2025-Q2", "20", "2025-08-01")],
        "spend": [
            sold("2025-Q1", "2025-02-14"),
            sold("2025-Q1", "2025-02-15"),
            sold("2025-Q2", "2025-05-01"),
        ],
    }
    assert found(tmp_path / "from their day", "F02", tables) == []
    total = line("t", "2025-03-31", "1", order_date=None, grain="quarter", report_period="2025-Q1")
    unsure: Tables = {**tables, "fee_payments": [paid("2025-Q1", "1", "2025-05-01")]}
    assert [row[0] for row in found(tmp_path / "lines", "F02", unsure)] == ["c|VT|2025-Q1", "c|VT|2025-Q2"]
    with_total: Tables = {**unsure, "spend": [*tables["spend"], total]}
    assert [row[0] for row in found(tmp_path / "total", "F02", with_total)] == ["c|VT|2025-Q2"]
    by_buyer: Tables = {**unsure, "fee_rules": [fee_rule("0.02", state="VT", entity_types="city")]}
    assert found(tmp_path / "by buyer", "F02", by_buyer) == []


def test_f03_a_refund_is_no_late_payment(tmp_path: Path) -> None:
    tables: Tables = {
        "fee_payments": [
            paid("2025-Q1", "30", "2025-05-01", None),
            paid("2025-Q1", "-5", "2025-09-01", None),
        ],
        "spend": [line("s", report_period="2025-Q1", fee_amount="25")],
    }
    assert found(tmp_path, "F03", tables) == []


def summary(period: str, state: str | None = "VT", received_on: str | None = None) -> Cells:
    """Return a total of 100 reported for contract c."""
    return {
        "contract_id": "c",
        "report_period": period,
        "amount": "100",
        "state": state,
        "received_on": received_on,
    }


def test_r01_reports_of_months_and_periods_written_otherwise(tmp_path: Path) -> None:
    contracts = [contract(starts_on="2025-11-01", ends_on="2026-03-31")]
    monthly: Tables = {
        "contracts": contracts,
        "summary_sales": [summary(period) for period in ("2025-11", "2025-12", "2026-01", "2026-03")],
    }
    assert [row[0] for row in found(tmp_path / "monthly", "R01", monthly)] == ["c|2026-02"]
    otherwise: Tables = {"contracts": contracts, "summary_sales": [summary("Q4 2025"), summary("Q1 2026")]}
    assert found(tmp_path / "otherwise", "R01", otherwise) == []
    another: Tables = {
        "contracts": [*contracts, contract("d", starts_on="2026-01-01")],
        "summary_sales": [summary("Q4 2025"), {**summary("2025-Q4"), "contract_id": "d"}],
    }
    assert [row[0] for row in found(tmp_path / "another", "R01", another)] == ["d|2026-Q1"]


def test_r02_the_rule_of_the_period_says_when_it_was_due(tmp_path: Path) -> None:
    tables: Tables = {
        "report_rules": [
            {"alliance_id": "naspo", "due_days": 45, "ends_on": "2025-06-30"},
            {"alliance_id": "naspo", "due_days": 30, "starts_on": "2025-07-01"},
        ],
        "spend": [
            line("by the old rule", report_period="2025-Q2", received_on="2025-08-14"),
            line("late by the new", "2025-08-01", report_period="2025-Q3", received_on="2025-10-31"),
        ],
    }
    assert [row[0] for row in found(tmp_path, "R02", tables)] == ["c|2025-Q3"]


def test_r03_a_state_of_which_the_report_has_no_line(tmp_path: Path) -> None:
    tables: Tables = {
        "summary_sales": [summary("2025-Q1"), summary("2025-Q1", "NH"), summary("2025-Q2")],
        "spend": [line("vt", report_period="2025-Q1")],
    }
    (row,) = result_of(tmp_path, "R03", tables).findings.to_pylist()
    assert (row["finding"], str(row["amount_at_stake"]), row["direction"]) == (
        "c|NH|2025-Q1",
        "100.00",
        "under",
    )
    assert row["summary"] == "The summary on c in NH for 2025-Q1 says 100.00; 0 lines come to 0.00."


def test_r04_rows_that_came_after_the_as_of_date_are_not_behind_it(tmp_path: Path) -> None:
    tables: Tables = {
        "summary_sales": [summary("2025-Q1", "NH", "2025-04-20")],
        "spend": [
            line("there", report_period="2025-Q1", received_on="2025-04-20"),
            line("later", report_period="2025-Q1", received_on="2025-09-20"),
        ],
    }
    assert found(tmp_path, "R04", tables, as_of("2025-06-30")) == [
        ("c|VT|2025-Q1", "100.00", "under", ["there"])
    ]

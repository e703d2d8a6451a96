"""Findings for people to look at: typed, noted, the worst rule first, with the rows behind each."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.checks.acknowledgements import Acknowledgements, acknowledge, read_acknowledgements
from portfolio_tui.checks.all_findings import all_findings
from portfolio_tui.checks.behind import behind, compared
from portfolio_tui.checks.check import all_checks, choose_checks
from portfolio_tui.checks.reviewed import AtStake, Finding, at_stake, details, reviewed, worst_first
from portfolio_tui.checks.run import run_checks
from portfolio_tui.query.service import QueryRequest, QueryService
from tests.checks.found import AS_OF, Tables, contract, line, result_of
from tests.tiny import EVERYTHING, opened, write_portfolio

NOBODY = Acknowledgements()

TWICE: Tables = {
    "spend": [
        line("a", invoice_number="7", report_period="2025-Q1", source_file="q1.csv", amount="100"),
        line("b", invoice_number="7", report_period="2025-Q2", source_file="q2.csv", amount="100"),
        line("c", invoice_number="8", report_period="2025-Q1", amount="-30", order_type="credit"),
        line("d", invoice_number="8", report_period="2025-Q2", amount="-30", order_type="credit"),
    ]
}


def finding(amount: str | None, direction: str | None, note: str | None = None) -> Finding:
    """Return a finding of that amount."""
    stake = None if amount is None else Decimal(amount)
    return Finding("D01", "f", None, None, None, None, None, stake, direction, "S", note, 0)


def test_amounts_over_under_and_neither_stay_apart_and_acknowledged_ones_do_not_count() -> None:
    findings = [
        finding("10", "over"),
        finding("4", "under"),
        finding("2.50", "under"),
        finding("7", None),
        finding(None, None),
        finding("1000", "over", note="looked at"),
    ]
    assert at_stake(findings) == AtStake(over=Decimal(10), under=Decimal("6.50"), touched=Decimal(7))


def test_a_finding_is_typed_and_carries_its_note(tmp_path: Path) -> None:
    result = result_of(tmp_path, "D01", TWICE)
    acknowledge(tmp_path, result, "c", "agreed with the vendor")
    rule = reviewed(result, read_acknowledgements(tmp_path))
    assert (rule.open, rule.acknowledged) == (1, 1)
    assert rule.at_stake == AtStake(over=Decimal(100))
    first, second = rule.findings
    assert (first.key, first.contract_id, first.state, first.vendor_id) == (("D01", "a"), "c", "VT", "v")
    assert (first.day, first.amount_at_stake, first.direction) == (
        dt.date(2025, 1, 10),
        Decimal(100),
        "over",
    )
    assert (first.note, second.note) == (None, "agreed with the vendor")
    assert details(result, second.position)["invoice_number"] == "8"


def test_the_rows_behind_a_finding_are_compared_what_differs_on_top(tmp_path: Path) -> None:
    result = result_of(tmp_path, "D01", TWICE)
    asked = behind(result, 0)
    assert asked is not None
    assert (asked.table, asked.count) == ("spend", 2)
    with opened(tmp_path) as service:
        rows = service.run(QueryRequest(1, asked.query, EVERYTHING, asked.values)).table
    columns = compared(rows)
    differing = [(column.name, column.values) for column in columns if column.differs]
    assert sorted(differing) == [
        ("report_period", ("2025-Q1", "2025-Q2")),
        ("source_file", ("q1.csv", "q2.csv")),
        ("spend_id", ("a", "b")),
    ]
    assert [column.differs for column in columns[:4]] == [True, True, True, False]
    assert columns[-1].values == (None, None)
    assert {"amount", "grain"} <= {column.name for column in columns}


def test_where_a_row_is_missing_there_is_none_behind(tmp_path: Path) -> None:
    tables: Tables = {
        "summary_sales": [{"contract_id": "c", "report_period": "2024-Q1", "amount": "10"}],
        "contracts": [contract(ends_on="2024-06-30")],
    }
    result = result_of(tmp_path, "R01", tables)
    assert result.findings["finding"].to_pylist() == ["c|2024-Q2"]
    assert behind(result, 0) is None


def test_the_worst_rule_comes_first_then_those_without_an_answer_then_those_without_a_finding(
    tmp_path: Path,
) -> None:
    spend = [*TWICE["spend"], line("late", "2027-01-05", "9", report_period="2027-Q1")]
    write_portfolio(tmp_path, as_of="2027-06-30", contracts=[contract(ceiling_amount="50")], spend=spend)
    rules = ["D04", "P04", "C01", "D01", "D10", "R05", "D07"]
    with opened(tmp_path) as service:
        results = [
            reviewed(result, NOBODY) for result in run_checks(service, choose_checks(rules), EVERYTHING)
        ]
    found = {rule.check.id: (rule.open, rule.at_stake.most) for rule in results if rule.ran}
    assert found == {
        "C01": (1, Decimal(99)),
        "D01": (2, Decimal(100)),
        "P04": (1, Decimal(9)),
        "D04": (0, Decimal(0)),
        "D07": (0, Decimal(0)),
    }
    order = [rule.check.id for rule in worst_first(results)]
    assert order == ["D01", "C01", "P04", "D10", "R05", "D07", "D04"]


def test_all_findings_are_those_of_each_rule_whatever_their_parameters_are_called(tmp_path: Path) -> None:
    spend = [*TWICE["spend"], line("bought", "2026-06-01", "40")]
    write_portfolio(tmp_path, as_of=AS_OF, contracts=[contract(ceiling_amount="50")], spend=spend)
    with opened(tmp_path) as service:
        results = list(run_checks(service, all_checks(), EVERYTHING, {"C02": {"days": "90"}}))
        query, values = all_findings(result for result in results if not result.lacking)
        rows = service.run(QueryRequest(99, query, EVERYTHING, values)).table.to_pylist()
    assert values["c02_days"] == 90
    assert values["d03_days"] == 90
    alone = {(result.check.id, key) for result in results for key in result.findings["finding"].to_pylist()}
    assert {(row["rule"], row["finding"]) for row in rows} == alone
    assert {"C01", "D01"} <= {rule for rule, _ in alone}
    assert {row["key"] for row in rows} == {f"{rule}|{key}" for rule, key in alone}


@pytest.fixture(scope="module")
def demo() -> Iterator[QueryService]:
    with opened(bundled_demo()) as service:
        yield service


@pytest.mark.thorough
@pytest.mark.parametrize("rule", [check.id for check in all_checks()])
def test_the_rows_behind_every_kind_of_finding_are_there(rule: str, demo: QueryService) -> None:
    numbers = iter(range(1, 100_000))
    (result,) = run_checks(demo, choose_checks([rule]), EVERYTHING, numbers=numbers)
    for position in range(min(result.count, 5)):
        asked = behind(result, position)
        if asked is None:
            assert rule == "R01"
            continue
        rows = demo.run(QueryRequest(next(numbers), asked.query, EVERYTHING, asked.values))
        missing_payment = rule in {"F02", "F03"} and rows.row_count == 0
        assert missing_payment or rows.row_count >= asked.count

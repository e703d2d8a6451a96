"""What the rules find in the bundled demo: every planted case, and nothing else.

What was planted is counted here in plain SQL over the demo's files, without the rules.
"""

from collections.abc import Iterator, Mapping

import duckdb
import pytest

from portfolio_tui.bundled import bundled_demo
from portfolio_tui.checks.check import all_checks
from portfolio_tui.checks.run import CheckResult, run_checks
from portfolio_tui.portfolio.opening import open_portfolio, table_files
from portfolio_tui.portfolio.schema import TABLES
from portfolio_tui.query.engine import open_engine
from portfolio_tui.query.service import QueryService
from tests.portfolio.demo import Ask
from tests.tiny import EVERYTHING

pytestmark = pytest.mark.thorough

Results = Mapping[str, CheckResult]

CASES_OF_A_KIND = 6
"""Planted cases of one kind, of three lines each."""

PLANTED = {
    "D03": (15, 30),
    "D05": (0, 0),
    "D06": (15, 15),
    "D07": (6, 6),
    "D08": (28, 28),
    "D09": (8, 8),
    "D10": (4, 4),
    "D11": (3, 3),
    "D12": (3, 3),
    "F02": (5, 5),
    "F03": (10, 10),
    "P01": (CASES_OF_A_KIND, 18),
    "P03": (CASES_OF_A_KIND, 18),
    "P04": (CASES_OF_A_KIND, 18),
    "P07": (CASES_OF_A_KIND, 17),
    "R01": (1, 0),
    "R03": (4, 4),
    "R05": (3, 3),
    "V01": (3, 6),
}
"""Findings and rows of what is planted one by one; one of the lines for other goods is a credit."""


@pytest.fixture(scope="module")
def results() -> Iterator[Results]:
    """Every rule's result on the bundled demo, by id."""
    service = QueryService(open_engine(open_portfolio(bundled_demo())))
    try:
        yield {result.check.id: result for result in run_checks(service, all_checks(), EVERYTHING)}
    finally:
        service.close()


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Answer plain SQL over the demo's files."""
    with duckdb.connect(config={"threads": 1}) as connection:
        for table in TABLES:
            files = [str(path) for path in table_files(bundled_demo(), table.name)]
            connection.read_parquet(files).create_view(table.name)
        yield Ask(connection)


def row_ids(result: CheckResult) -> list[str]:
    """Return the ids of all rows behind the findings, sorted."""
    return sorted(row for rows in result.findings["row_ids"].to_pylist() for row in rows)


def test_every_rule_runs(results: Results) -> None:
    assert [(check, result.problem, result.lacking) for check, result in results.items()] == [
        (check.id, None, ()) for check in all_checks()
    ]


@pytest.mark.parametrize("rule", PLANTED)
def test_what_was_planted_one_by_one_is_found_and_nothing_else(results: Results, rule: str) -> None:
    assert (results[rule].count, len(row_ids(results[rule]))) == PLANTED[rule]


@pytest.mark.parametrize("rule", [check.id for check in all_checks()])
def test_a_finding_is_told_once_with_a_sentence(results: Results, rule: str) -> None:
    found = results[rule].findings
    assert len(set(found["finding"].to_pylist())) == found.num_rows
    assert all(text.endswith(".") and "\n" not in text for text in found["summary"].to_pylist())
    assert all(amount is None or amount >= 0 for amount in found["amount_at_stake"].to_pylist())
    assert set(found["direction"].to_pylist()) <= {"over", "under", None}


def test_orders_before_the_addendum_and_before_the_contract(results: Results, ask: Ask) -> None:
    covered = "spend JOIN participating_addenda AS addenda USING (contract_id, state)"
    early = "addenda.entity_id IS NULL AND spent_on < addenda.effective_on AND amount > 0"
    assert row_ids(results["P02"]) == ask.values("spend_id", covered, early)
    assert len(row_ids(results["P02"])) == 2 * CASES_OF_A_KIND * 3


def test_buyers_that_the_addendum_does_not_allow(results: Results, ask: Ask) -> None:
    wrong = """
        spend
        JOIN entities USING (entity_id)
        JOIN participating_addenda AS addenda
            ON addenda.contract_id = spend.contract_id AND addenda.state = spend.state
    """
    condition = """
        amount > 0 AND order_type = 'sale' AND addenda.entity_id IS NULL
        AND NOT list_contains(string_split(allowed_entity_types, ','), entity_type)
    """
    assert row_ids(results["P06"]) == ask.values("spend_id", wrong, condition)


def test_addenda_that_outlive_their_contract(results: Results, ask: Ask) -> None:
    both = "participating_addenda AS addenda JOIN contracts USING (contract_id)"
    late = "addenda.ends_on > contracts.ends_on"
    assert row_ids(results["P05"]) == ask.values("addendum_id", both, late)


def test_paper_signed_after_the_day_from_which_it_holds(results: Results, ask: Ask) -> None:
    late = "signed_on > effective_on"
    assert results["P08"].count == ask.count("participating_addenda", late) + ask.count("amendments", late)


RUNNING = """(
    SELECT
        contract_id,
        spent_on,
        sum(sum(amount)) OVER (PARTITION BY contract_id ORDER BY spent_on) AS reached
    FROM spend
    GROUP BY contract_id, spent_on
)"""


def test_contracts_over_their_ceiling_and_not_those_raised_in_time(results: Results, ask: Ask) -> None:
    raises = "(SELECT * FROM amendments WHERE kind = 'ceiling') AS raises"
    over = f"""
        {RUNNING} AS running
        JOIN contracts USING (contract_id)
        LEFT JOIN {raises} USING (contract_id)
    """
    then = "CASE WHEN spent_on < raises.effective_on THEN old_ceiling_amount ELSE ceiling_amount END"
    contracts = ask.values("contract_id", over, f"reached > {then}")
    by_position = ask.values(
        "(contract_id || '|' || state)", "balances", "coalesce(ordered_amount, paid_amount) > ceiling_amount"
    )
    addenda = """
(
        SELECT contract_id, addendum_id, ceiling_amount, sum(amount) AS reached
        FROM participating_addenda AS addenda JOIN spend USING (contract_id, state)
        WHERE spent_on >= effective_on AND coalesce(spent_on <= ends_on, true)
        GROUP BY ALL
    )"""
    own = ask.values("(contract_id || '|' || addendum_id)", addenda, "reached > ceiling_amount")
    keys = set(results["C01"].findings["finding"].to_pylist())
    assert {*contracts, *by_position, *own} <= keys
    assert {key for key in keys if "|" not in key} == set(contracts)
    assert len(contracts) > len(by_position) > 0
    in_time = ask.values("contract_id", over, f"reached > old_ceiling_amount AND {then} >= reached")
    assert len(set(in_time) - keys) >= 8


def test_contracts_far_over_their_estimate(results: Results, ask: Ask) -> None:
    spent = "(SELECT contract_id, sum(amount) AS spent FROM spend GROUP BY contract_id)"
    over = f"contracts JOIN {spent} USING (contract_id)"
    by_position = ask.values("contract_id", "balances")
    assert set(row_ids(results["C03"])) - {*by_position} == {
        *ask.values("contract_id", over, "spent > 1.2 * estimated_amount")
    }


def test_ceilings_soon_reached_at_this_pace(results: Results, ask: Ask) -> None:
    terms = """(
        SELECT
            contracts.contract_id,
            ceiling_amount,
            starts_on,
            coalesce(min(old_ends_on), any_value(ends_on)) AS ends_on,
            greatest(starts_on, DATE '2025-07-01') AS since
        FROM contracts
        LEFT JOIN amendments
            ON amendments.contract_id = contracts.contract_id
            AND addendum_id IS NULL
            AND effective_on > DATE '2026-06-30'
        GROUP BY ALL
    )"""
    paces = f"""(
        SELECT
            terms.contract_id,
            terms.ceiling_amount,
            sum(amount) AS spent,
            sum(amount) FILTER (spent_on >= date_trunc('month', since)) AS lately,
            DATE '2026-06-30' - since + 1 AS days,
            ends_on - DATE '2026-06-30' AS days_left
        FROM {terms} AS terms JOIN spend USING (contract_id)
        GROUP BY terms.contract_id, terms.ceiling_amount, terms.since, terms.ends_on
    )"""
    soon = """
        days_left >= 0 AND spent <= ceiling_amount AND lately > 0
        AND spent + 60 * lately / days >= 0.75 * ceiling_amount
        AND spent + days_left * lately / days > ceiling_amount
    """
    found = set(results["C02"].findings["finding"].to_pylist())
    assert found - {*ask.values("contract_id", "balances")} == {*ask.values("contract_id", paces, soon)}


def test_bridges_of_nine_months_and_several_in_a_row(results: Results, ask: Ask) -> None:
    long = "kind = 'bridge' AND date_diff('month', old_ends_on, new_ends_on) > 6"
    several = """
        amendments AS one JOIN amendments AS other
            ON one.contract_id = other.contract_id AND other.old_ends_on = one.new_ends_on
    """
    found = {
        *ask.values("contract_id", "amendments", long),
        *ask.values("one.contract_id", several, "one.kind = 'bridge' AND other.kind = 'bridge'"),
    }
    assert set(results["C04"].findings["finding"].to_pylist()) == found


REPEATS = """(
    SELECT again.*, first.spend_id AS first_id
    FROM spend AS again JOIN spend AS first
        ON again.spend_id[2:]::BIGINT = first.spend_id[2:]::BIGINT + 1
        AND again.source_file = replace(first.source_file, '.csv', '-late.csv')
    WHERE {}
)"""
"""Lines that come again, each beside the line that it repeats, which stands right before it."""


def test_lines_that_came_again(results: Results, ask: Ask) -> None:
    later = "again.report_period > first.report_period"
    numbered = "coalesce(again.invoice_number, again.po_number) IS NOT NULL"
    same_number = "again.invoice_number IS NOT DISTINCT FROM first.invoice_number"
    alike = REPEATS.format(f"{later} AND {same_number} AND {numbered} AND again.amount = first.amount")
    other_amount = REPEATS.format(f"{later} AND {same_number} AND again.amount <> first.amount")
    other_number = REPEATS.format("again.invoice_number <> first.invoice_number")
    again, restated, typed_anew = (
        ask.values("[first_id, spend_id]", planted) for planted in (alike, other_amount, other_number)
    )
    assert ask.count(REPEATS.format("true")) == 299
    found = [results[rule].findings["row_ids"].to_pylist() for rule in ("D01", "D02", "D03")]
    assert [pair for pair in again if not any(set(pair) <= set(rows) for rows in found[0])] == []
    assert len(again) == sum(results["D01"].findings["extra_rows"].to_pylist())
    assert sorted(found[1]) == restated
    assert sorted(found[2]) == typed_anew


def test_identical_lines_in_one_report(results: Results, ask: Ask) -> None:
    fields = (
        "contract_id, state, vendor_id, entity_id, spent_on, order_type, order_date, ship_date, po_number, "
        "invoice_number, product_number, quantity, unit_price, report_period"
    )
    alike = f"(SELECT count(*) - 1 AS extra FROM spend GROUP BY {fields} HAVING extra > 0)"
    repeated = results["D04"].findings["repeated_lines"].to_pylist()
    assert sum(repeated) == ask.number(f"SELECT sum(extra) FROM {alike}")


def test_fees_at_a_wrong_rate_and_late_reports(results: Results, ask: Ask) -> None:
    wrong = "spend JOIN contracts USING (contract_id)"
    condition = "abs(fee_amount - round(amount * admin_fee_rate, 2)) > 0.01"
    assert row_ids(results["F01"]) == ask.values("spend_id", wrong, condition)
    assert len(set(results["F01"].findings["contract_id"].to_pylist())) == 2
    quarter_end = "last_day(make_date(report_period[:4]::BIGINT, report_period[7:]::BIGINT * 3, 1))"
    late = ask.values("(contract_id || '|' || report_period)", "spend", f"received_on > {quarter_end} + 30")
    assert sorted(results["R02"].findings["finding"].to_pylist()) == late
    assert len(set(results["R02"].findings["contract_id"].to_pylist())) == 2


def test_lines_that_no_summary_counts(results: Results) -> None:
    says_zero = results["R04"].findings["says_zero"].to_pylist()
    assert (says_zero.count(True), says_zero.count(False)) == (3, 2)

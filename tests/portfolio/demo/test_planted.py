"""Each case that the demo plants is there, and its innocent twin beside it."""

import datetime as dt

import pytest

from tests.portfolio.demo import Ask

PLANTED_LINES = 18
"""Six cases of a kind, three lines each."""


@pytest.mark.parametrize(
    "rule",
    [
        "spent_on < starts_on",
        "spent_on < effective_on AND spent_on >= starts_on",
        "spent_on > addendum_ends_on AND spent_on <= ends_on",
        "spent_on > ends_on",
        "needs_addendum AND addendum_id IS NULL",
        "category_code <> contract_category_code",
    ],
)
def test_orders_that_break_one_rule(ask: Ask, rule: str) -> None:
    assert ask.count("lines", rule) == PLANTED_LINES


def test_buyers_that_an_addendum_does_not_allow(ask: Ask) -> None:
    wrong = "NOT list_contains(string_split(allowed_entity_types, ','), entity_type)"
    assert ask.values("entity_type", "lines", wrong) == ["nonprofit"]
    assert 0 < ask.count("lines", wrong) <= PLANTED_LINES


def test_orders_in_term_that_were_invoiced_after_it_are_in_order(ask: Ask) -> None:
    assert ask.count("lines", "spent_on <= ends_on AND invoice_date > ends_on") > 20


def test_entities_with_an_addendum_of_their_own_and_no_statewide_one(ask: Ask) -> None:
    statewide = """
        EXISTS (
            FROM participating_addenda AS other
            WHERE other.contract_id = own.contract_id AND other.state = own.state AND other.entity_id IS NULL
        )
    """
    alone = f"entity_id IS NOT NULL AND NOT {statewide}"
    assert ask.count("participating_addenda AS own", alone) > 50
    assert (
        ask.count(
            "lines", "addendum_id IN (SELECT addendum_id FROM participating_addenda WHERE entity_id > '')"
        )
        > 50
    )


def test_lines_reported_again_some_with_another_amount(ask: Ask) -> None:
    again = """
        spend AS again JOIN spend AS first
            ON again.invoice_number = first.invoice_number
            AND again.product_number = first.product_number
            AND again.spent_on = first.spent_on
            AND again.report_period > first.report_period
    """
    assert 200 < ask.count(again, "again.amount = first.amount") < 300
    assert 5 < ask.count(again, "again.amount <> first.amount") < 60
    assert ask.count("spend", "source_file LIKE '%-late.csv'") == 299


def test_identical_lines_within_one_report_are_innocent(ask: Ask) -> None:
    same = "state, contract_id, invoice_number, product_number, spent_on, amount, report_period"
    lines = ask.count("spend", "source_file NOT LIKE '%-late.csv'")
    assert lines - len(ask.values(f"({same})", "spend", "source_file NOT LIKE '%-late.csv'")) > 100


def test_one_contractor_has_no_report_for_a_quarter(ask: Ask) -> None:
    reports = """(
        SELECT list(DISTINCT report_period) AS periods FROM lines
        WHERE alliance_id = 'naspo' GROUP BY contract_id HAVING count(*) > 500
    )"""
    around = "list_contains(periods, '2024-Q4') AND list_contains(periods, '2025-Q2')"
    assert ask.count(reports, f"{around} AND NOT list_contains(periods, '2025-Q1')") == 1
    assert ask.count(reports, f"{around} AND list_contains(periods, '2025-Q1')") > 10


def test_two_contractors_report_later_than_thirty_days_after_the_quarter(ask: Ask) -> None:
    quarter_end = "last_day(make_date(report_period[:4]::BIGINT, report_period[7:]::BIGINT * 3, 1))"
    assert len(ask.values("contract_id", "lines", f"received_on > {quarter_end} + 30")) == 2


def test_two_contractors_report_fees_at_a_wrong_rate(ask: Ask) -> None:
    wrong = "fee_amount <> round(amount * admin_fee_rate, 2)"
    assert len(ask.values("contract_id", "lines", wrong)) == 2
    assert ask.count("lines", f"{wrong} AND fee_amount <> round(amount * 0.0020, 2)") > 100
    assert ask.count("lines", f"{wrong} AND fee_amount <> round(amount * 0.000025, 2)") > 100
    either = "round(amount * 0.0020, 2), round(amount * 0.000025, 2)"
    assert ask.count("lines", f"{wrong} AND fee_amount NOT IN ({either})") == 0


def test_contracts_over_their_ceiling_and_about_to_be(ask: Ask) -> None:
    in_force = "(FROM used WHERE ends_on >= as_of() AND ceiling_amount > 0)"
    assert ask.count(in_force, "ceiling_used > 1") >= 5
    soon = "ceiling_amount - spent BETWEEN 1 AND 60 * daily AND ends_on > as_of() + 60"
    assert ask.count(in_force, soon) >= 5
    assert ask.count(in_force, "ceiling_used < 0.25 AND spent > 0") >= 5
    assert ask.count(in_force, "ceiling_used BETWEEN 0.25 AND 0.75") >= 20
    assert ask.count(in_force, "ceiling_used > 1.2") == 0


def test_ceilings_raised_in_time_and_too_late(ask: Ask) -> None:
    before_raise = """(
        SELECT
            amendments.contract_id,
            old_ceiling_amount,
            new_ceiling_amount,
            sum(amount) FILTER (spent_on < effective_on) AS spent_before,
            sum(amount) AS spent
        FROM amendments JOIN spend USING (contract_id)
        WHERE kind = 'ceiling'
        GROUP BY ALL
    )"""
    assert ask.count(before_raise, "spent_before > old_ceiling_amount") >= 2
    assert ask.count(before_raise, "spent_before <= old_ceiling_amount AND spent > old_ceiling_amount") >= 8
    assert ask.count(before_raise, "spent <= old_ceiling_amount OR new_ceiling_amount IS NULL") == 0


def test_bridges_mostly_of_half_a_year_at_most(ask: Ask) -> None:
    months = "date_diff('month', old_ends_on, new_ends_on) AS months"
    bridges = f"(SELECT {months} FROM amendments WHERE kind = 'bridge')"
    assert ask.count(bridges, "months <= 6") > 40
    assert 2 < ask.count(bridges, "months > 6") < 20


def test_contracts_assigned_when_a_company_split(ask: Ask) -> None:
    assigned = "contract_id IN (SELECT contract_id FROM amendments WHERE kind = 'assignment')"
    assert ask.values("effective_on", "amendments", "kind = 'assignment'") == [dt.date(2024, 11, 1)]
    (new_half,) = ask.values("vendor_id", "contracts", assigned)
    before, after = (
        ask.values("vendor_id", "spend", f"{assigned} AND spent_on {when} DATE '2024-11-01'")
        for when in ("<", ">=")
    )
    assert len(before) == 1
    assert before != [new_half]
    assert after == [None]


@pytest.mark.parametrize(
    ("condition", "least"),
    [
        ("ends_on BETWEEN as_of() AND as_of() + 90", 30),
        ("ends_on BETWEEN as_of() + 91 AND as_of() + 180", 30),
        ("ends_on BETWEEN as_of() + 181 AND as_of() + 365", 60),
        ("ends_on < as_of()", 200),
        ("starts_on > as_of()", 20),
        ("spent = 0 AND as_of() BETWEEN starts_on AND ends_on", 40),
    ],
)
def test_contracts_at_every_stage_of_their_term(ask: Ask, condition: str, least: int) -> None:
    assert ask.count("used", condition) >= least


def test_addenda_with_dates_of_their_own_and_some_idle(ask: Ask) -> None:
    both = "participating_addenda AS addenda JOIN contracts USING (contract_id)"
    assert ask.count(both, "addenda.ends_on < contracts.ends_on") > 500
    assert ask.count(both, "addenda.ends_on > contracts.ends_on") > 100
    assert ask.count(both, "addenda.signed_on > addenda.effective_on") > 100
    assert ask.count(both, "addenda.effective_on > contracts.starts_on + 180") > 500
    assert ask.count(both, "addenda.ceiling_amount > 0") > 50
    bought_lately = """
        EXISTS (
            FROM spend
            WHERE spend.contract_id = addenda.contract_id
                AND spend.state = addenda.state
                AND spent_on > as_of() - 365
        )
    """
    assert ask.count(both, f"contracts.ends_on >= as_of() AND NOT {bought_lately}") > 200
    assert ask.count("amendments", "addendum_id IS NOT NULL") > 50


def test_vendors_spelled_differently_belong_to_one_parent(ask: Ask) -> None:
    variants = """
        vendors
        JOIN vendors AS main ON vendors.parent_id = main.vendor_id
        JOIN spend ON spend.vendor_id = vendors.vendor_id
    """
    same = "lower(vendors.name[:6]) = lower(main.name[:6])"
    assert len(ask.values("vendors.vendor_id", variants, same)) > 40


def test_resellers_sell_under_other_contractors_contracts(ask: Ask) -> None:
    resold = "contract_id IS NOT NULL AND name LIKE '%Resellers%'"
    assert len(ask.values("vendor_id", "spend JOIN vendors USING (vendor_id)", resold)) > 20


def test_naspo_and_12aspo_overlap_snow_removal_among_them(ask: Ask) -> None:
    naspo, twelve = (
        set(ask.values("category", "used", f"alliance_id = '{alliance}' AND spent > 0"))
        for alliance in ("naspo", "12aspo")
    )
    assert "Snow removal equipment" in naspo & twelve
    assert len(naspo & twelve) >= 5


def test_a_handful_of_contracts_has_positions_and_no_lines(ask: Ask) -> None:
    assert 6 <= len(ask.values("contract_id", "balances")) <= 16
    assert ask.count("spend", "contract_id IN (SELECT contract_id FROM balances)") == 0
    assert ask.count("balances", "ordered_amount > ceiling_amount") > 0
    assert ask.values("max(as_of) OVER (PARTITION BY contract_id)", "balances") == [dt.date(2026, 6, 30)]


@pytest.mark.parametrize("part", ["[bold]", "北斗", "Łąkowska", '"Quality"'])
def test_vendor_names_that_a_careless_screen_would_break_on(ask: Ask, part: str) -> None:
    assert ask.count("vendors", f"contains(name, '{part}')") >= 1


def test_misprints_in_single_lines(ask: Ask) -> None:
    assert ask.count("spend", "ship_date < order_date - 2") == 15
    assert ask.count("spend", "ship_date < spent_on") == 15
    assert ask.count("spend", "quantity * unit_price < 0.95 * amount AND amount > 0") == 6
    assert ask.count("spend", "amount <> quantity * unit_price") == 6
    assert ask.count("spend", "order_type = 'credit' AND amount > 0") == 7
    assert ask.count("spend", "order_type = 'sale' AND amount < 0") == 21
    foreign = "spend JOIN entities USING (entity_id)"
    assert ask.count(foreign, "entities.state <> spend.state") == 8
    assert ask.values("entity_id", foreign, "entities.state <> spend.state") == ["VT-ST-00001"]


def test_invoices_reported_again_without_their_dash(ask: Ask) -> None:
    assert ask.count("spend", "invoice_number NOT LIKE '%-%'") == 15
    twin = (
        "spend AS other JOIN spend AS first ON other.invoice_number = replace(first.invoice_number, '-', '')"
    )
    same = "other.entity_id = first.entity_id AND other.amount = first.amount"
    assert ask.count(twin, f"{same} AND first.invoice_number LIKE '%-%'") == 15


SUMMED = """(
    SELECT contract_id, state, report_period, sum(amount) AS detail
    FROM spend JOIN contracts USING (contract_id)
    WHERE alliance_id = 'naspo' AND report_period < '2026-Q2'
    GROUP BY ALL
)"""


def test_summaries_that_do_not_fit_and_some_that_were_restated(ask: Ask) -> None:
    compared = f"{SUMMED} AS summed LEFT JOIN summary_sales AS said USING (contract_id, state, report_period)"
    assert ask.count(compared, "round(said.amount / detail, 3) = 0.9") == 2
    assert ask.count(compared, "round(said.amount / detail, 3) = 1.1") == 2
    assert ask.count(compared, "said.amount = 0 AND detail > 0") == 3
    assert ask.count(compared, "said.amount IS NULL") == 2
    assert ask.count(compared, "round(said.amount / detail, 3) = 0.8") == 3
    assert ask.count(compared, "said.amount = detail") == ask.count(SUMMED) - 2 - 2 - 3 - 2 + 1


def test_zero_reports_where_nothing_was_sold_but_for_one(ask: Ask) -> None:
    assert ask.values("amount", "summary_sales", "state IS NULL") == [0]
    reported = "contract_id IN (SELECT contract_id FROM summary_sales WHERE report_period = '{}')"
    around = " AND ".join(reported.format(period) for period in ("2024-Q4", "2025-Q2"))
    assert ask.count("contracts", f"{around} AND NOT {reported.format('2025-Q1')}") == 1


def test_fees_paid_late_short_and_not_at_all(ask: Ask) -> None:
    due = "last_day(make_date(report_period[:4]::BIGINT, report_period[7:]::BIGINT * 3, 1)) + 60"
    assert ask.count("fee_payments", f"paid_on > {due}") == 4
    fees = """(
        SELECT contract_id, report_period, sum(fee_amount) AS fee
        FROM spend JOIN contracts USING (contract_id)
        WHERE alliance_id = 'naspo' AND report_period < '2026-Q2'
        GROUP BY ALL
        HAVING fee > 1
    ) AS fees LEFT JOIN (SELECT * FROM fee_payments WHERE state IS NULL) USING (contract_id, report_period)"""
    assert ask.count(fees, "amount < fee") == 4
    assert ask.count(fees, "amount IS NULL") == 2


def test_prices_above_what_the_contract_says_and_lists_that_rose(ask: Ask) -> None:
    sold = "lines JOIN prices USING (contract_id, product_number)"
    in_force = "spent_on BETWEEN prices.starts_on AND coalesce(prices.ends_on, spent_on) AND amount > 0"
    above = f"{in_force} AND unit_price > contract_price"
    assert len(ask.values("(contract_id, product_number)", sold, above)) == 4
    assert ask.count("prices", "list_price < contract_price") == 3
    assert ask.count("prices", "ends_on IS NOT NULL") == 5


def test_three_vendors_with_a_name_twice_and_no_parent(ask: Ask) -> None:
    same = "vendors AS other JOIN vendors AS first ON other.vendor_id = first.vendor_id || '-C'"
    assert ask.count(same, "other.name = upper(first.name) AND other.parent_id IS NULL") == 3

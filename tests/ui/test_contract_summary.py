"""The upper half of a contract's page: every case of its use, with the arithmetic spelled out."""
# ruff: noqa: RUF001 (figures are written with a true minus sign)

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio_tui.measures.contract_rows import ContractMonth, ContractUtilization, DiscountOffList
from portfolio_tui.ui.contract_summary import ContractAccount, facts, heading, identity, rate
from portfolio_tui.ui.theme import text_of
from portfolio_tui.ui.widgets.fact_list import Fact, fact_runs
from tests.ui.contract_rows import AS_OF, contract_row

PLAIN = ContractAccount(contract_row(), AS_OF, "USD", "Iowa", None)


def said(row: ContractUtilization, account: ContractAccount = PLAIN) -> dict[str, str]:
    """Return what is said of `row` under each label."""
    return {fact.label: fact.text for fact in facts(replace(account, contract=row))}


def test_a_contract_on_track_with_all_arithmetic() -> None:
    assert said(contract_row()) == {
        "Used": "40 % of the ceiling, 40 % of the term gone: burn index 1.00",
        "Left": "$1,000.00 ceiling − $400.00 to date = $600.00",
        "Runs out": "2026-06-30 + $600.00 ÷ $0.55 = 2029-06-29, in 3.0 years",
        "Daily": "$200.00 ÷ 365 days (2025-07-01 – 2026-06-30) = $0.55",
        "Term": "2024-07-01 – 2029-06-30, ends in 3.0 years; options not known",
        "Terms": "warranty — · delivery — · payment — · fee —",
    }


def test_over_the_ceiling_says_by_how_much_and_since_when() -> None:
    row = contract_row(
        status="over ceiling",
        net_to_date=Decimal("1250.00"),
        remaining_amount=Decimal("-250.00"),
        ceiling_used=Decimal("1.25"),
        burn_index=Decimal("3.125"),
        runs_out_on=None,
        runs_out_after_term=None,
    )
    words = said(row)
    assert words["Used"] == "125 % of the ceiling, 40 % of the term gone: burn index 3.13"
    assert words["Left"] == "$1,000.00 ceiling − $1,250.00 to date = −$250.00"
    assert words["Runs out"] == "it has"
    months = [
        ContractMonth(dt.date(2026, month, 1), Decimal(0), Decimal(to_date))
        for month, to_date in ((3, 900), (4, 1001), (5, 1250))
    ]
    assert said(row, replace(PLAIN, months=months))["Runs out"] == "it has, in 2026-04"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"runs_out_after_term": True}, "2026-06-30 + $600.00 ÷ $0.55 = 2029-06-29, after term"),
        (
            {"runs_out_on": None, "runs_out_after_term": True},
            "after term: 2026-06-30 + $600.00 ÷ $0.55 is more than a hundred years away",
        ),
        (
            {"runs_out_on": None, "runs_out_after_term": None, "daily_amount": Decimal("0.00")},
            "— nothing was spent in the days that the pace is taken from",
        ),
        ({"status": "expired"}, "— the term is over"),
        ({"remaining_amount": Decimal("0.00"), "runs_out_on": AS_OF}, "it has"),
    ],
)
def test_running_out_late_or_never(changes: dict[str, object], words: str) -> None:
    assert said(contract_row(**changes))["Runs out"] == words


def test_a_young_contract_has_no_burn_index_yet() -> None:
    row = contract_row(burn_index=None, too_early=True)
    assert said(row)["Used"] == "40 % of the ceiling, 40 % of the term gone: too early for a burn index"


def test_without_a_ceiling_the_estimate_is_never_called_one() -> None:
    bare = contract_row(
        ceiling_amount=None, ceiling_used=None, remaining_amount=None, burn_index=None, runs_out_on=None
    )
    words = said(bare)
    assert (
        words["Used"]
        == "$400.00 to date; no ceiling and no estimate to hold it against; 40 % of the term gone"
    )
    assert "Left" not in words
    assert "Runs out" not in words
    estimated = replace(bare, estimated_amount=Decimal("500.00"), estimate_used=Decimal("0.8"), elapsed=None)
    assert said(estimated)["Used"] == "$400.00 to date is 80 % of the estimated $500.00"


def test_a_ceiling_of_zero_has_no_share() -> None:
    row = contract_row(
        status="over ceiling",
        ceiling_amount=Decimal("0.00"),
        remaining_amount=Decimal("-400.00"),
        ceiling_used=None,
        elapsed=None,
        burn_index=None,
    )
    words = said(row)
    assert words["Used"] == "the ceiling is zero, so no share of it can be told"
    assert words["Left"] == "$0.00 ceiling − $400.00 to date = −$400.00"


def test_figures_that_rest_on_a_position_say_so() -> None:
    assert said(contract_row(position_on=dt.date(2026, 3, 31)))["Rests on"] == (
        "the position published on 2026-03-31, not on lines"
    )
    words = said(contract_row(status="not reported"))
    assert words["Used"] == "— no position is published up to 2026-06-30"
    assert "Daily" not in words


def test_a_contract_without_dates_or_not_begun() -> None:
    row = contract_row(
        starts_on=None, ends_on=None, days_left=None, elapsed=None, pace_from=None, pace_to=None
    )
    words = said(row)
    assert words["Term"] == "— – —; options not known"
    assert "Daily" not in words
    ended = contract_row(
        status="expired", ends_on=dt.date(2026, 6, 20), latest_ends_on=dt.date(2026, 6, 20), days_left=-10
    )
    assert said(ended)["Term"] == "2024-07-01 – 2026-06-20, ended 10 days ago; no option left"


def test_terms_scope_and_discount() -> None:
    row = contract_row(
        warranty_months=12,
        delivery_days=30,
        payment_days=45,
        admin_fee_rate=Decimal("0.0025"),
        discount_rate=Decimal("0.10"),
        latest_ends_on=dt.date(2030, 6, 30),
    )
    found = DiscountOffList(Decimal("0.1234"), Decimal("0.8"), Decimal("456.00"), 3)
    words = said(row, replace(PLAIN, net_in_scope=Decimal("100.00"), discount=found))
    assert words["Terms"] == "warranty 12 months · delivery 30 days · payment 45 days · fee 0.25 %"
    assert words["In scope"] == "$100.00 of the $400.00 to date"
    assert words["Off list"] == "12.34 % over the 80 % of sales with a list price; 10 % agreed"
    assert words["Term"].endswith("; options to 2030-06-30")
    none = DiscountOffList(None, None, None, 0)
    assert (
        said(row, replace(PLAIN, discount=none))["Off list"] == "— no line carries a list price; 10 % agreed"
    )
    assert "Off list" not in said(contract_row(), replace(PLAIN, discount=none))


def test_heading_and_identity_keep_hostile_names_on_one_safe_line() -> None:
    row = contract_row(
        title="Copiers\n[bold]more[/]", vendor_name="[red]ACME[/] \x1b]0;pwned\x07", number=None
    )
    assert text_of(heading(row)) == "Copiers␊[bold]more[/]  on track"
    assert text_of(identity(replace(PLAIN, contract=row))) == (
        "c1 · [red]ACME[/] ␛]0;pwned␇ · NASPO ValuePoint · led by Iowa"
    )


@pytest.mark.parametrize(
    ("fraction", "words"),
    [("0.0025", "0.25 %"), ("0.01", "1 %"), ("0.1", "10 %"), ("0", "0 %"), ("-0.005", "−0.5 %")],
)
def test_rates_keep_their_decimals(fraction: str, words: str) -> None:
    assert rate(Decimal(fraction)) == words


def test_facts_wrap_under_their_own_text() -> None:
    runs = fact_runs([Fact("Used", "all of it and more than that"), Fact("Runs out", "it has")], 28)
    assert text_of(runs).splitlines() == [
        "Used      all of it and more",
        "          than that",
        "Runs out  it has",
    ]

"""What is said of a contract: why it needs attention, when it runs out, which presses more."""

import datetime as dt
from decimal import Decimal

import pytest

from portfolio_tui.measures.contract_rows import STATUSES
from portfolio_tui.ui.contract_words import (
    STATUS_INKS,
    attention_reason,
    pressing_order,
    runs_out_words,
)
from tests.ui.contract_rows import AS_OF, contract_row

RUNNING_OUT = contract_row(
    status="running out",
    needs_attention=True,
    runs_out_on=dt.date(2026, 8, 12),
    ends_on=dt.date(2027, 1, 26),
    days_left=210,
)
OVER = contract_row(
    status="over ceiling",
    needs_attention=True,
    remaining_amount=Decimal("-12500.00"),
    runs_out_on=None,
    runs_out_after_term=None,
    days_left=184,
)
EXPIRING = contract_row(
    status="expiring",
    needs_attention=True,
    ends_on=dt.date(2026, 8, 30),
    latest_ends_on=dt.date(2028, 8, 30),
    days_left=61,
)
AHEAD_OF_TIME = contract_row(
    status="running out",
    needs_attention=True,
    runs_out_on=None,
    runs_out_after_term=None,
    ceiling_used=Decimal("0.86"),
    elapsed=Decimal("0.61"),
)


def test_every_status_has_an_ink() -> None:
    assert set(STATUS_INKS) == set(STATUSES)


def test_a_reason_says_when_it_runs_out_and_when_the_term_ends() -> None:
    assert attention_reason(RUNNING_OUT, AS_OF) == "runs out in 43 days, term ends in 210"
    assert attention_reason(OVER, AS_OF) == "over by $12,500, term ends in 184 days"
    assert attention_reason(OVER, AS_OF, "MXN") == "over by MXN 12,500, term ends in 184 days"
    assert attention_reason(EXPIRING, AS_OF) == "term ends in 61 days, options to 2028-08"
    assert attention_reason(AHEAD_OF_TIME, AS_OF) == ("86 % used, 61 % of term gone, term ends in 1,096 days")


def test_a_reason_does_without_what_is_not_known() -> None:
    no_end = contract_row(status="over ceiling", days_left=None, ends_on=None, remaining_amount=None)
    assert attention_reason(no_end, AS_OF) == "over by —, no end of term known"
    last_day = contract_row(status="expiring", ends_on=AS_OF, latest_ends_on=AS_OF, days_left=0)
    assert attention_reason(last_day, AS_OF) == "term ends today, no option left"
    unknown = contract_row(status="expiring", ends_on=AS_OF + dt.timedelta(1), days_left=1)
    assert attention_reason(unknown, AS_OF) == "term ends in 1 day, options not known"
    assert attention_reason(contract_row(ends_on=None, days_left=None), AS_OF) == "no end of term known"


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (40, "term ends in 61 days, options to 2028-08"),
        (39, "ends in 61 days, options to 2028-08"),
        (34, "term ends in 61 days"),
        (5, "term ends in 61 days"),
    ],
)
def test_a_narrow_column_gets_a_shorter_wording(width: int, words: str) -> None:
    assert attention_reason(EXPIRING, AS_OF, width=width) == words


def test_over_the_ceiling_presses_most_then_the_fewest_days_then_what_is_well() -> None:
    over_later = contract_row(status="over ceiling", needs_attention=True, days_left=900)
    over_without_end = contract_row(
        status="over ceiling", needs_attention=True, days_left=None, runs_out_on=None
    )
    expired = contract_row(status="expired", days_left=-400)
    expiring_in_a_year = contract_row(status="expiring", days_left=300)
    fine = contract_row()
    rows = [expired, fine, expiring_in_a_year, EXPIRING, RUNNING_OUT, over_without_end, over_later, OVER]
    assert sorted(rows, key=lambda row: pressing_order(row, AS_OF)) == [
        OVER,
        over_later,
        over_without_end,
        RUNNING_OUT,
        EXPIRING,
        expiring_in_a_year,
        fine,
        expired,
    ]


def test_running_out_is_said_in_days_or_not_at_all() -> None:
    assert runs_out_words(RUNNING_OUT, AS_OF) == "in 43 days"
    assert runs_out_words(contract_row(runs_out_on=AS_OF), AS_OF) == "today"
    assert runs_out_words(contract_row(runs_out_after_term=True), AS_OF) == "after term"
    assert runs_out_words(OVER, AS_OF) == "over"
    assert runs_out_words(contract_row(runs_out_on=None, runs_out_after_term=None), AS_OF) == "—"
    assert runs_out_words(contract_row(status="expired"), AS_OF) == "—"
    assert runs_out_words(contract_row(status="not started"), AS_OF) == "—"


def test_on_the_last_day_the_term_ends_today() -> None:
    last_day = contract_row(status="over ceiling", remaining_amount=Decimal("-1.00"), days_left=0)
    assert attention_reason(last_day, AS_OF) == "over by $1.00, term ends today"


def test_a_ceiling_used_to_the_cent_is_used_up() -> None:
    row = contract_row(
        status="running out", remaining_amount=Decimal("0.00"), runs_out_on=AS_OF, days_left=159
    )
    assert attention_reason(row, AS_OF) == "used up, term ends in 159 days"
    assert runs_out_words(row, AS_OF) == "used up"

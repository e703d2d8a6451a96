# ruff: noqa: RUF001 (figures are written with a true minus sign)
"""How figures read, at the borders of rounding above all."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.ui.figures import (
    MISSING,
    change,
    count,
    day,
    days_away,
    exact_money,
    month,
    percent,
    ratio,
    short_money,
)

MONEY = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**16), max_value=10**16)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "$0"),
        ("0.40", "$0.40"),
        ("-0.01", "−$0.01"),
        ("99.99", "$99.99"),
        ("100", "$100"),
        ("12345.49", "$12,345"),
        ("12345.50", "$12,346"),
        ("99999.49", "$99,999"),
        ("99999.50", "$0.10 m"),
        ("412345", "$0.41 m"),
        ("9800000", "$9.80 m"),
        ("9994999", "$9.99 m"),
        ("9995000", "$10.0 m"),
        ("99949999", "$99.9 m"),
        ("99950000", "$100 m"),
        ("999499999", "$999 m"),
        ("999500000", "$1.00 bn"),
        ("4821330217.45", "$4.82 bn"),
        ("-4821330217.45", "−$4.82 bn"),
        ("9999999999999999.99", "$10,000 tn"),
        ("123456789012345678901234567890", "$123,456,789,012,345,679 tn"),
    ],
)
def test_money_is_rounded_to_what_matters(amount: str, text: str) -> None:
    assert short_money(Decimal(amount)) == text


def test_other_currencies_are_named_by_their_code() -> None:
    assert short_money(Decimal("4821330217.45"), "MXN") == "MXN 4.82 bn"
    assert short_money(Decimal("-5000.10"), "EUR") == "EUR −5,000"
    assert exact_money(Decimal("-5000.10"), "EUR") == "EUR −5,000.10"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("4821330217.45", "$4,821,330,217.45"),
        ("-3120.55", "−$3,120.55"),
        ("7", "$7.00"),
        ("0.0025", "$0.0025"),
        ("123456789012345678901234567890.12", "$123,456,789,012,345,678,901,234,567,890.12"),
    ],
)
def test_exact_money_loses_no_digit(amount: str, text: str) -> None:
    assert exact_money(Decimal(amount)) == text


@given(MONEY)
def test_exact_money_reads_back_as_the_same_amount(amount: Decimal) -> None:
    text = exact_money(amount).replace("$", "").replace(",", "").replace("−", "-")
    assert Decimal(text) == amount


@given(MONEY)
def test_short_money_is_short_and_within_a_twentieth_of_the_amount(amount: Decimal) -> None:
    text = short_money(amount)
    number, _, unit = text.replace("$", "").replace(",", "").replace("−", "-").partition(" ")
    scale = {"": 1, "m": 10**6, "bn": 10**9, "tn": 10**12}[unit]
    assert len(text) <= 11
    assert abs(Decimal(number) * scale - amount) <= max(abs(amount) / 20, Decimal("0.005"))


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0", "0 %"),
        ("0.61", "61 %"),
        ("0.615", "62 %"),
        ("0.0049", "<1 %"),
        ("0.005", "1 %"),
        ("-0.0049", ">−1 %"),
        ("-0.05", "−5 %"),
        ("0.9949", "99 %"),
        ("0.9999", ">99 %"),
        ("1", "100 %"),
        ("1.00", "100 %"),
        ("1.0001", ">100 %"),
        ("1.005", "101 %"),
        ("9.99", "999 %"),
        ("9.995", ">999 %"),
        ("-25", "<−999 %"),
    ],
)
def test_percent_never_rounds_to_a_misleading_figure(share: str, text: str) -> None:
    assert percent(Decimal(share)) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [("0.06", "▲ 6 %"), ("-0.06", "▼ 6 %"), ("0", "= 0 %"), ("0.001", "▲ <1 %"), ("-30", "▼ >999 %")],
)
def test_change_says_its_direction_without_color(share: str, text: str) -> None:
    assert change(Decimal(share)) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (1204, "1,204"), (-1204, "−1,204"), (Decimal("1204.4"), "1,204")]
)
def test_count_separates_thousands(number: int | Decimal, text: str) -> None:
    assert count(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [("1.367", "1.37"), ("0", "0.00"), ("-0.001", "0.00"), ("-2", "−2.00")]
)
def test_ratio_has_two_decimals(number: str, text: str) -> None:
    assert ratio(Decimal(number)) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "in 1 day"),
        (43, "in 43 days"),
        (-12, "12 days ago"),
        (730, "in 730 days"),
        (731, "in 2.0 years"),
        (-3653, "10.0 years ago"),
    ],
)
def test_days_away_reads_as_a_distance(days: int, text: str) -> None:
    as_of = dt.date(2026, 6, 30)
    assert days_away(as_of + dt.timedelta(days), as_of) == text


def test_dates_are_iso() -> None:
    assert day(dt.date(2026, 6, 3)) == "2026-06-03"
    assert month(dt.date(2026, 6, 3)) == "2026-06"


def test_a_missing_figure_is_a_dash_and_never_a_zero() -> None:
    as_of = dt.date(2026, 6, 30)
    said = [short_money(None), exact_money(None), percent(None), change(None), count(None), ratio(None)]
    assert [*said, day(None), month(None), days_away(None, as_of)] == [MISSING] * 9
    assert percent(Decimal("NaN")) == short_money(Decimal("Infinity")) == MISSING

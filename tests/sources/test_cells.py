"""Single cells: amounts and dates as publishers write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.sources.cells import (
    DATE_FORMATS,
    UnreadableError,
    parse_boolean,
    parse_date,
    parse_decimal,
    parse_integer,
    parse_year,
)

CENTS = st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1).map(
    lambda cents: Decimal(cents).scaleb(-2)
)
DAYS = st.dates(min_value=dt.date(1900, 1, 1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.00", "1234.00"),
        ("$0.00", "0.00"),
        ("-", "0.00"),
        ("$ -", "0.00"),
        ("1234", "1234.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("39000.0000", "39000.00"),
        ("(1,234.50)", "-1234.50"),
        ("($5)", "-5.00"),
        ("$(5.00)", "-5.00"),
        ("-$5.25", "-5.25"),
        ("$-5.25", "-5.25"),
        ("5.25-", "-5.25"),
        ("+5", "5.00"),
        ("-0.00", "0.00"),
        ("0000000000000000000004733", "4733.00"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)
def test_amounts_are_read_to_the_cent(text: str, value: str) -> None:
    assert str(parse_decimal(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "0.00548726.77",
        "1,23",
        "1,2345",
        "12,34,567",
        "1e5",
        "12.345",
        "10000000000000000",
        "1" * 30,
        "--5",
        "(-5)",
        "(5",
        "5)",
        "()",
        "$",
        "+",
        "",
        ".",
        "12 34",
        "n/a",
        "\u0663",
        "amt",
        "5\n6",
    ],
)
def test_what_is_no_amount_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_decimal(text)
    assert str(refused.value).startswith('"')


def test_amounts_with_a_decimal_comma() -> None:
    assert parse_decimal("1.234,50", mark=",") == Decimal("1234.50")
    assert parse_decimal("1 234,5", mark=",") == Decimal("1234.50")
    with pytest.raises(UnreadableError):
        parse_decimal("1,234.50", mark=",")


@given(CENTS)
def test_an_amount_comes_back_from_every_way_to_write_it(amount: Decimal) -> None:
    for text in (f"{amount}", f"{amount:,}", f"{amount:,}00", f"  {amount:,}".strip()):
        assert parse_decimal(text) == amount
    positive = abs(amount)
    assert parse_decimal(f"${positive:,}") == positive
    assert parse_decimal(f"({positive:,})") == -positive
    european = f"{amount:,}".translate(str.maketrans(",.", ".,"))
    assert parse_decimal(european, mark=",") == amount


@given(st.text())
def test_any_text_is_read_exactly_or_refused(text: str) -> None:
    try:
        value = parse_decimal(text)
    except UnreadableError:
        return
    assert value.as_tuple().exponent == -2
    assert abs(value) < 10**16


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-09-18", "2019-09-18"),
        ("2013-12-19T00:00:00", "2013-12-19"),
        ("2013-12-19T23:59:59.123Z", "2013-12-19"),
        ("9/18/2019", "2019-09-18"),
        ("09/08/2019", "2019-09-08"),
        ("9/18/19", "2019-09-18"),
        ("1/2/68", "2068-01-02"),
        ("1/2/69", "1969-01-02"),
        ("20190918", "2019-09-18"),
        ("8/14/2017 0:00", "2017-08-14"),
        ("8/14/2017 11:05 PM", "2017-08-14"),
        ("Dec 20, 2020", "2020-12-20"),
        ("december 3 2020", "2020-12-03"),
        ("May 1, 2020", "2020-05-01"),
        ("12/31/9999", "9999-12-31"),
        ("2/29/2020", "2020-02-29"),
    ],
)
def test_dates_are_read(text: str, iso: str) -> None:
    assert parse_date(text, DATE_FORMATS).isoformat() == iso


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("04/27/0019", "lies before the year 1900"),
        ("2/29/2019", "is no day of the calendar"),
        ("13/1/2019", "is no day of the calendar"),
        ("Foo 3, 2019", "is no day of the calendar"),
        ("2019", "is not a date"),
        ("9-18-2019", "is not a date"),
        ("\u0669/18/2019", "is not a date"),
        ("Placement Services", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        parse_date(text, DATE_FORMATS)


def test_only_the_formats_named_are_tried() -> None:
    with pytest.raises(UnreadableError, match=r'"20190918" is not a date \(M/D/YYYY or M/D/YY\)'):
        parse_date("20190918", ("M/D/YYYY", "M/D/YY"))


@given(DAYS)
def test_a_date_comes_back_from_every_notation(day: dt.date) -> None:
    year = f"{day.year:04}"
    month_names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for text in (
        f"{day.month}/{day.day}/{year}",
        f"{year}-{day.month:02}-{day.day:02}",
        f"{year}{day.month:02}{day.day:02}",
        f"{month_names[day.month - 1]} {day.day}, {year}",
        f"{year}-{day.month:02}-{day.day:02}T12:30:00",
    ):
        assert parse_date(text, DATE_FORMATS) == day


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        day = parse_date(text, DATE_FORMATS)
    except UnreadableError:
        return
    assert day.year >= 1900


def test_whole_numbers_truths_and_years() -> None:
    assert parse_integer("1,234") == 1234
    assert parse_integer("12.00") == 12
    assert [parse_boolean(text) for text in ("Y", "true", "1", "No", "FALSE", "0")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert parse_year("2016") == 2016


@pytest.mark.parametrize("text", ["12.5", "x"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_integer(text)


@pytest.mark.parametrize("text", ["maybe", "2"])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="neither yes nor no"):
        parse_boolean(text)


@pytest.mark.parametrize("text", ["FY15", "16", "0019", "2016.0", "9999"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="is not a year"):
        parse_year(text)


def test_a_message_holds_no_character_that_a_terminal_would_obey() -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_decimal("\x1b]0;pwned\x07\u202e")
    assert str(refused.value).isprintable()

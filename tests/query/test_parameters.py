"""Parameters: the values that people write, and what is said of those that are wrong."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.query.parameters import Parameter, read_parameter, text_of, value_from


@pytest.mark.parametrize(
    ("declaration", "text", "value"),
    [
        ("p: text", " tires ", "tires"),
        ("p: text[]", "tires, , radios", ["tires", "radios"]),
        ("p: text[]", "", []),
        ("p: integer", "-7", -7),
        ("p: decimal", "1250.50", Decimal("1250.50")),
        ("p: date", "2026-06-30", dt.date(2026, 6, 30)),
        ("p: boolean", "Yes", True),
        ("p: boolean", "false", False),
        ("p: state", "vt", "VT"),
        ("p: state[]", "vt, NH", ["VT", "NH"]),
        ("p: alliance", "naspo", "naspo"),
        ("p: contract", "00318", "00318"),
        ("p: fiscal_year", "FY2026", 2026),
        ("p: integer (min 1) (max 9)", "9", 9),
    ],
)
def test_a_value_is_read_as_its_type(declaration: str, text: str, value: object) -> None:
    assert value_from(read_parameter(declaration), text) == value


@pytest.mark.parametrize(
    ("declaration", "text", "message"),
    [
        ("days: integer", "1.5", "days: '1.5' is no whole number; write it as 180."),
        ("days: integer", "\uff19", "days: '\uff19' is no whole number; write it as 180."),
        ("days: integer", "9" * 30, f"days: '{'9' * 30}' is no whole number; write it as 180."),
        ("rate: decimal", "1e9", "rate: '1e9' is no number; write it as 1250.50."),
        ("rate: decimal", "NaN", "rate: 'NaN' is no number; write it as 1250.50."),
        ("day: date", "30/06/2026", "day: '30/06/2026' is no date; write it as 2026-06-30."),
        ("own: boolean", "maybe", "own: 'maybe' is neither yes nor no; write yes or no."),
        ("state: state", "XX", "state: there is no state 'XX'; write its two letters, as VT."),
        ("states: state[]", "VT, XX", "states: there is no state 'XX'; write its two letters, as VT."),
        ("words: text", "  ", "words: write a value."),
        ("days: integer (min 1)", "0", "days: 0 is too small; the smallest is 1."),
        (
            "day: date (max 2026-12-31)",
            "2027-01-01",
            "day: 2027-01-01 is too large; the largest is 2026-12-31.",
        ),
        ("year: fiscal_year (min 2020)", "FY2019", "year: FY2019 is too small; the smallest is 2020."),
        (
            "basis: text (choices: price | terms)",
            "Price",
            "basis: 'Price' is no choice; write one of price, terms.",
        ),
    ],
)
def test_a_wrong_value_is_told_with_what_to_write(declaration: str, text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        value_from(read_parameter(declaration), text)
    assert str(caught.value) == message


VALUES: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    st.tuples(st.just("integer"), st.integers(-(10**17), 10**17)),
    st.tuples(st.just("decimal"), st.decimals("-1e15", "1e15", places=2)),
    st.tuples(st.just("date"), st.dates()),
    st.tuples(st.just("boolean"), st.booleans()),
    st.tuples(st.just("fiscal_year"), st.integers(1000, 9999)),
    st.tuples(st.just("state"), st.sampled_from(["VT", "NH", "PR"])),
    st.tuples(st.just("text"), st.text(min_size=1).map(str.strip).filter(bool)),
)


@given(VALUES)
def test_what_is_written_is_read_back(typed: tuple[str, Any]) -> None:
    kind, value = typed
    parameter = Parameter("p", kind, is_list=False, optional=False, default=None, label="P")
    assert value_from(parameter, text_of(value)) == value


@given(st.text())
def test_no_declaration_does_more_than_be_refused(text: str) -> None:
    try:
        parameter = read_parameter(text)
    except UserError:
        return
    assert text.strip().startswith(parameter.name)

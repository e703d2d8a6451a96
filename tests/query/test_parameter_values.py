"""The values a query runs with: given, from the scope, or the default."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portfolio_tui.errors import UserError
from portfolio_tui.query.documented_sql import DocumentedSQL
from portfolio_tui.query.parameter_values import text_to_start_with, values_from
from portfolio_tui.query.parameters import read_parameter
from portfolio_tui.query.scope import Scope

VERMONT = Scope(states=("VT",), fiscal_year=2025)
TWO_STATES = Scope(states=("VT", "NH"))


def query(*declarations: str) -> DocumentedSQL:
    """Return a query called "test" with those parameters."""
    parameters = tuple(read_parameter(declaration) for declaration in declarations)
    return DocumentedSQL("test", Path("test.sql"), "SELECT 1", {"title": "Test"}, parameters)


@pytest.mark.parametrize(
    ("declaration", "given", "scope", "value"),
    [
        ("p: integer = 180", {}, Scope(), 180),
        ("p: integer = 180", {"p": "7"}, Scope(), 7),
        ("p: integer = 180", {"p": ""}, Scope(), 180),
        ("p: text?", {}, Scope(), None),
        ("p: state?", {}, VERMONT, "VT"),
        ("p: state?", {"p": ""}, VERMONT, None),
        ("p: state?", {}, TWO_STATES, None),
        ("p: state?", {"p": "nh"}, VERMONT, "NH"),
        ("p: state = ME", {}, VERMONT, "ME"),
        ("p: state[]?", {}, TWO_STATES, ["VT", "NH"]),
        ("p: state[]?", {}, Scope(), None),
        ("p: fiscal_year", {}, VERMONT, 2025),
        ("p: alliance?", {}, Scope(alliances=("naspo",)), "naspo"),
        ("p: contract?", {}, Scope(contracts=("c1",)), "c1"),
        ("p: text?", {}, VERMONT, None),
        ("p: state[]", {"p": "vt, nh"}, Scope(), ["VT", "NH"]),
        ("p: state[]", {"p": ["vt", "nh"]}, Scope(), ["VT", "NH"]),
        ("p: text[]", {"p": ["a,b", "c"]}, Scope(), ["a,b", "c"]),
        ("p: date?", {"p": "2026-06-30"}, Scope(), dt.date(2026, 6, 30)),
    ],
)
def test_a_value_is_given_or_in_the_scope_or_the_default(
    declaration: str, given: dict[str, Any], scope: Scope, value: object
) -> None:
    assert values_from(query(declaration), given, scope) == {"p": value}


@pytest.mark.parametrize(
    ("declarations", "given", "message"),
    [
        (["days: integer"], {}, "test needs a value for days: Days (integer)."),
        (['p: state "State that buys"'], {}, "test needs a value for p: State that buys (state)."),
        (["days: integer = 1"], {"day": "1"}, "test has no parameter 'day'. Did you mean days?"),
        (["days: integer = 1"], {"zz": "1"}, "test has no parameter 'zz'. There are days."),
        ([], {"days": "1"}, "test has no parameter 'days'. It takes none."),
        (["days: integer"], {"days": "many"}, "days: 'many' is no whole number; write it as 180."),
        (["days: integer"], {"days": ["1", "2"]}, "days: one value is needed, not a list."),
    ],
)
def test_what_is_wrong_or_missing_is_named(
    declarations: list[str], given: dict[str, Any], message: str
) -> None:
    with pytest.raises(UserError) as caught:
        values_from(query(*declarations), given, Scope())
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("declaration", "text"),
    [("p: integer = 180", "180"), ("p: state", "VT"), ("p: fiscal_year?", "2025"), ("p: text", "")],
)
def test_a_form_starts_with_the_default_or_the_scope(declaration: str, text: str) -> None:
    assert text_to_start_with(read_parameter(declaration), VERMONT) == text

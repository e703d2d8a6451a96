"""The scope as a value: what it refuses, how it is kept, typed and said."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.portfolio.reference import jurisdictions
from portfolio_tui.portfolio.schema import ENTITY_TYPES
from portfolio_tui.query.scope import Scope
from portfolio_tui.query.scope_sentence import scope_sentence

JUNE, JULY = dt.date(2025, 6, 30), dt.date(2025, 7, 1)

ids = st.lists(st.text(), max_size=3).map(tuple)
fiscal_years = st.fixed_dictionaries({"fiscal_year": st.integers(1900, 2999)})
date_ranges = st.tuples(st.dates(), st.dates()).map(
    lambda both: {"from_date": min(both), "to_date": max(both)}
)
open_ranges = st.dates().map(lambda day: {"from_date": day}) | st.dates().map(lambda day: {"to_date": day})
scopes = st.builds(
    lambda states, alliances, categories, vendors, contracts, entity_types, period, as_of: Scope(
        states, alliances, categories, vendors, contracts, entity_types, as_of=as_of, **period
    ),
    st.lists(st.sampled_from([place.code for place in jurisdictions()]), max_size=3).map(tuple),
    ids,
    ids,
    ids,
    ids,
    st.lists(st.sampled_from(ENTITY_TYPES), max_size=2).map(tuple),
    st.fixed_dictionaries({}) | fiscal_years | date_ranges | open_ranges,
    st.none() | st.dates(),
)


@given(scopes)
def test_a_scope_comes_back_whole_from_its_values(scope: Scope) -> None:
    assert Scope.from_values(json.loads(json.dumps(scope.values()))) == scope


@given(scopes)
def test_a_scope_comes_back_whole_from_its_arguments(scope: Scope) -> None:
    options = {
        "--state": "states",
        "--alliance": "alliances",
        "--category": "categories",
        "--vendor": "vendors",
        "--contract": "contracts",
        "--entity-type": "entity_types",
        "--fiscal-year": "fiscal_year",
        "--from": "from_date",
        "--to": "to_date",
        "--as-of": "as_of",
    }
    lists: dict[str, list[str]] = {}
    texts = list(scope.arguments())
    while texts:
        option, equals, value = texts.pop(0).partition("=")
        lists.setdefault(options[option], []).append(value if equals else texts.pop(0))
    single = {name: lists.pop(name)[0] for name in list(lists) if not isinstance(getattr(scope, name), tuple)}
    assert Scope.from_values({**lists, **single}) == scope


def test_a_scope_is_typed_as_options() -> None:
    scope = Scope(states=("VT", "NH"), alliances=("naspo",), vendors=("-7",), fiscal_year=2026, as_of=JUNE)
    assert " ".join(scope.arguments()) == (
        "--state VT --state NH --alliance naspo --vendor=-7 --fiscal-year 2026 --as-of 2025-06-30"
    )
    assert Scope(from_date=JUNE, to_date=JULY).arguments() == ("--from", "2025-06-30", "--to", "2025-07-01")
    assert Scope().arguments() == ()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"fiscal_year": 2026, "from_date": "2025-01-01"},
            "A scope has a fiscal year or a range of dates, not both; leave one of them out.",
        ),
        (
            {"fiscal_year": 26},
            "26 is no fiscal year; write the year in which it ends, as 2026.",
        ),
        (
            {"from_date": "2025-07-01", "to_date": "2025-06-30"},
            "The period ends (2025-06-30) before it starts (2025-07-01); swap the dates.",
        ),
        (
            {"entity_types": ["school"]},
            (
                "There is no entity type 'school'; use one of city, county, higher_education, nonprofit, "
                "other, school_k12, state_agency, tribal."
            ),
        ),
        (
            {"colour": "red"},
            (
                "A scope has no 'colour'; it has alliances, as_of, categories, contracts, entity_types, "
                "fiscal_year, from_date, states, to_date, vendors."
            ),
        ),
        (
            {"as_of": "30/6/2025"},
            "The scope cannot be read: Invalid isoformat string: '30/6/2025'.",
        ),
        (
            {"fiscal_year": "soon"},
            "The scope cannot be read: invalid literal for int() with base 10: 'soon'.",
        ),
        (
            {"alliances": "naspo"},
            "The scope cannot be read: alliances is a list, not 'naspo'.",
        ),
    ],
)
def test_a_scope_that_means_nothing_is_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(UserError) as refused:
        Scope.from_values(values)
    assert str(refused.value) == message


def test_an_unknown_state_is_refused_with_those_there_are() -> None:
    with pytest.raises(UserError, match=r"^There is no state 'XX'; use one of AK, AL, .*, WY\.$"):
        Scope(states=("VT", "XX"))


@pytest.mark.parametrize(
    ("states", "first", "last"),
    [
        (("VT",), "2025-07-01", "2026-06-30"),
        (("NY",), "2025-04-01", "2026-03-31"),
        (("TX",), "2025-09-01", "2026-08-31"),
        (("GU",), "2025-10-01", "2026-09-30"),
        (("VT", "TX"), "2025-07-01", "2026-08-31"),
        ((), "2025-04-01", "2026-09-30"),
    ],
)
def test_a_fiscal_year_reaches_as_far_as_that_of_any_state_in_scope(
    states: tuple[str, ...], first: str, last: str
) -> None:
    expected = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert Scope(states=states, fiscal_year=2026).period() == expected


def test_an_open_range_reaches_to_the_end_of_time() -> None:
    assert Scope(from_date=JUNE).period() == (JUNE, dt.date.max)
    assert Scope(to_date=JUNE).period() == (dt.date.min, JUNE)
    assert not Scope().has_period


NAMES = {
    ("alliance", "naspo"): "NASPO ValuePoint",
    ("contract", "c1"): "Tires",
    ("vendor", "c1"): "Not the contract",
    ("vendor", "v1"): "Goodyear",
}


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        (Scope(), "All alliances · all dates"),
        (
            Scope(states=("VT", "NH", "ME"), fiscal_year=2026),
            "All alliances · VT NH ME · FY2026 (Jul 2025 – Jun 2026)",
        ),
        (
            Scope(states=("VT",), entity_types=("school_k12",), fiscal_year=2025),
            "All alliances · Vermont · schools · FY2025 (Jul 2024 – Jun 2025)",
        ),
        (Scope(states=("VT", "NY"), fiscal_year=2026), "All alliances · VT NY · FY2026 (each state's own)"),
        (
            Scope(states=("NY",), fiscal_year=2026, alliances=("naspo", "other")),
            "NASPO ValuePoint, other · New York · FY2026 (Apr 2025 – Mar 2026)",
        ),
        (
            Scope(categories=("43",), vendors=("v1",), contracts=("c1",), from_date=JUNE),
            "All alliances · category 43 · Goodyear · contract Tires · since 2025-06-30",
        ),
        (Scope(to_date=JUNE), "All alliances · until 2025-06-30"),
        (Scope(from_date=JUNE, to_date=JULY), "All alliances · 2025-06-30 – 2025-07-01"),
        (
            Scope(
                alliances=tuple("abcdefg"),
                states=tuple(place.code for place in jurisdictions()[:13]),
                vendors=tuple("1234567"),
            ),
            "7 alliances · 13 states · 7 vendors · all dates",
        ),
    ],
)
def test_a_scope_reads_as_one_plain_sentence(scope: Scope, sentence: str) -> None:
    assert scope_sentence(scope, NAMES) == sentence

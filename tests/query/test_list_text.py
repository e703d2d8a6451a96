"""Several values in one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.query.list_text import joined_values, split_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", [""]),
        ("VT", ["VT"]),
        (" VT , NH,", ["VT", "NH", ""]),
        ('"DELL, INC.", HP', ["DELL, INC.", "HP"]),
        ('HP,"DELL, INC."', ["HP", "DELL, INC."]),
        ('"say ""hi"", you"', ['say "hi", you']),
        ('3/4" pipe, 1" pipe', ['3/4" pipe', '1" pipe']),
        ('"DELL, INC', ['"DELL', "INC"]),
    ],
)
def test_values_stand_between_commas_or_in_quotes(text: str, values: list[str]) -> None:
    assert split_values(text) == values


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_what_is_joined_is_taken_apart_again(values: list[str]) -> None:
    assert split_values(joined_values(values)) == values

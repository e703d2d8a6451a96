"""The bundled reference data: the jurisdictions and their fiscal years."""

import datetime as dt
from collections import Counter

import pytest

from portfolio_tui.portfolio.reference import jurisdictions, jurisdictions_by_code


def test_there_are_fifty_states_the_district_and_five_territories() -> None:
    assert Counter(place.kind for place in jurisdictions()) == {"state": 50, "district": 1, "territory": 5}
    by_code = jurisdictions_by_code()
    assert len(by_code) == 56
    assert {"DC", "PR", "GU", "VI", "AS", "MP"} <= set(by_code)
    assert (by_code["VT"].name, by_code["VT"].fips) == ("Vermont", "50")
    assert by_code["AL"].fips == "01"  # text: the leading zero stays


def test_fiscal_years_start_in_july_but_for_ten_of_them() -> None:
    others = {
        place.code: place.fiscal_year_start_month
        for place in jurisdictions()
        if place.fiscal_year_start_month != 7
    }
    assert others == {
        "NY": 4,
        "TX": 9,
        **dict.fromkeys(["AL", "MI", "DC", "GU", "AS", "MP", "VI"], 10),
    }


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("VT", "2025-07-01", "2026-06-30"),
        ("NY", "2025-04-01", "2026-03-31"),
        ("TX", "2025-09-01", "2026-08-31"),
        ("MI", "2025-10-01", "2026-09-30"),
    ],
)
def test_a_fiscal_year_is_named_after_the_year_in_which_it_ends(code: str, first: str, last: str) -> None:
    bounds = jurisdictions_by_code()[code].fiscal_year_bounds(2026)
    assert bounds == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))

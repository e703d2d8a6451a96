"""Days and fiscal years as people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.errors import UserError
from portfolio_tui.query.scope_text import day_from, fiscal_year_from


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: dt.date) -> None:
    assert day_from(f" {day.isoformat()} ") == day


@pytest.mark.parametrize(
    "text", ["", "2026", "20260630", "2026-W26-2", "30.06.2026", "2026-6-3", "٢٠٢٦-٠٦-٣٠"]
)
def test_other_ways_to_write_a_day_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="write it as 2026-06-30"):
        day_from(text)


@pytest.mark.parametrize("text", ["2025-02-29", "2026-00-01", "0000-01-01"])
def test_days_that_no_calendar_has_are_refused(text: str) -> None:
    with pytest.raises(UserError, match=f"There is no day {text}"):
        day_from(text)


@pytest.mark.parametrize("text", ["2026", "FY2026", "fy 2026", " 2026 "])
def test_a_fiscal_year_is_read_with_or_without_its_letters(text: str) -> None:
    assert fiscal_year_from(text) == 2026


@pytest.mark.parametrize("text", ["26", "FY26", "2025-26", "20260", "٢٠٢٦", ""])
def test_other_ways_to_write_a_fiscal_year_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="write the year in which it ends"):
        fiscal_year_from(text)

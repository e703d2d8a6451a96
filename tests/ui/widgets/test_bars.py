"""Bars in one line: the ceiling used against the term elapsed, shares, and sparklines."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.ui.plain_text import cell_width
from portfolio_tui.ui.theme import text_of
from portfolio_tui.ui.widgets.spark import horizontal_bar, sparkline
from portfolio_tui.ui.widgets.utilization_bar import utilization, utilization_bar, utilization_text

SHARES = st.none() | st.decimals(min_value=-5, max_value=50, places=4)


def some(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


@pytest.mark.parametrize(
    ("used", "elapsed", "bar"),
    [
        ("0.5", "0.75", "████··┊·"),
        ("0.5", None, "████····"),
        ("0.75", "0.25", "██┊███··"),
        ("0", "0", "┊·······"),
        ("0.0001", None, "▏·······"),
        ("0.9999", None, "███████▉"),
        ("1", None, "████████"),
        ("1", "1", "███████┊"),
        ("1.0001", "0.5", "████┊██▶"),
        ("12", "2", "██████┊▶"),
        ("-0.1", "0.5", "◀···┊···"),
        ("0.3", "-0.5", "██▍·····"),
    ],
)
def test_the_bar_tells_use_and_term_without_color(used: str, elapsed: str | None, bar: str) -> None:
    assert text_of(utilization_bar(Decimal(used), some(elapsed), 8)) == bar


@pytest.mark.parametrize(
    ("used", "estimate", "width", "text"),
    [
        ("0.5", None, 15, "████····   50 %"),
        ("11.8", None, 15, "███████▶ >999 %"),
        ("0.5", None, 9, "     50 %"),
        ("0", None, 15, "········    0 %"),
        (None, None, 15, "no ceiling     "),
        (None, "0.71", 35, "no ceiling · 71 % of the estimate  "),
        (None, "0.71", 24, "no ceiling · est. 71 %  "),
        (None, "0.71", 14, "no ceiling    "),
        (None, "0.71", 6, "no ce…"),
    ],
)
def test_utilization_never_shows_a_percentage_without_a_ceiling(
    used: str | None, estimate: str | None, width: int, text: str
) -> None:
    assert text_of(utilization(some(used), None, width, estimate_used=some(estimate))) == text


def test_utilization_in_words() -> None:
    assert utilization_text(Decimal("1.18")) == "118 %"
    assert utilization_text(None) == "no ceiling"
    assert utilization_text(None, Decimal("0.71")) == "no ceiling · 71 % of the estimate"


def test_only_what_is_over_its_ceiling_is_inked_so() -> None:
    assert [run.ink for run in utilization(Decimal("0.86"), None, 20, "fine")] == ["fine", "faint", "plain"]
    assert [run.ink for run in utilization(Decimal("1.01"), None, 20, "fine")] == ["fine", "over", "over"]


@given(SHARES, SHARES, SHARES, st.integers(0, 60))
def test_bars_take_exactly_their_width(
    used: Decimal | None, elapsed: Decimal | None, estimate: Decimal | None, width: int
) -> None:
    assert cell_width(text_of(utilization(used, elapsed, width, estimate_used=estimate))) == width
    assert cell_width(text_of(horizontal_bar(used, Decimal(3), width))) == width


@pytest.mark.parametrize(
    ("value", "largest", "bar"),
    [
        ("2.12", "2.12", "██████"),
        ("0.53", "2.12", "█▌    "),
        ("0.001", "2.12", "▏     "),
        ("0", "2.12", "      "),
        ("-3", "2.12", "◂     "),
        (None, "2.12", "      "),
        ("1", "0", "      "),
    ],
)
def test_horizontal_bars_compare_with_the_largest(value: str | None, largest: str, bar: str) -> None:
    assert text_of(horizontal_bar(some(value), Decimal(largest), 6)) == bar


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇██"),
        ([5, None, -2, 10], "▅·▾█"),
        ([0, 0], "▁▁"),
        ([-1, -2], "▾▾"),
        ([None], "·"),
        ([], ""),
    ],
)
def test_sparklines_tell_none_and_below_zero_from_zero(values: list[int | None], text: str) -> None:
    assert sparkline([None if value is None else Decimal(value) for value in values]) == text


def test_sparklines_keep_the_newest_values() -> None:
    assert sparkline([Decimal(100), Decimal(1), Decimal(2)], width=2) == "▅█"
    assert sparkline([Decimal(1)], width=5) == "█"

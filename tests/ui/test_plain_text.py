"""Text from data: nothing reaches the terminal as a control, and widths are right to the cell."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_tui.ui.plain_text import Align, cell_width, clip, fit, folded, shown

ANY_TEXT = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("raw", "on_screen"),
    [
        ("Goodyear Tire & Rubber", "Goodyear Tire & Rubber"),
        ("[red]ACME[/] \x1b]0;pwned\x07", "[red]ACME[/] ␛]0;pwned␇"),
        ("two\nlines\r\n\tand a tab", "two␊lines␍␊␉and a tab"),
        ("nul \x00 and delete \x7f", "nul ␀ and delete ␡"),
        ("C1 \x85 \x9b31m", "C1 � �31m"),
        ("override \u202egnp.exe\u202c isolate \u2066x\u2069", "override �gnp.exe� isolate �x�"),
        ("zero\u200bwidth\u200d\ufeff", "zero�width��"),
        ("line\u2028paragraph\u2029", "line�paragraph�"),
        ("lone \ud800 surrogate", "lone � surrogate"),
        ("שלום 日本電気 Société Générale", "שלום 日本電気 Société Générale"),
    ],
)
def test_shown_replaces_what_a_terminal_would_act_on(raw: str, on_screen: str) -> None:
    assert shown(raw) == on_screen


@given(ANY_TEXT)
def test_shown_leaves_no_control_and_keeps_the_length(text: str) -> None:
    result = shown(text)
    assert len(result) == len(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in result)
    assert shown(result) == result


@pytest.mark.parametrize(
    ("text", "width", "align", "expected"),
    [
        ("Tires", 8, "left", "Tires   "),
        ("86 %", 7, "right", "   86 %"),
        ("VT", 5, "center", " VT  "),
        ("Public safety radios", 10, "left", "Public sa…"),
        ("$123,456,789,012,345,678.90", 9, "right", "$123,456…"),
        ("日本電気", 8, "left", "日本電気"),
        ("日本電気株式会社", 8, "left", "日本電… "),
        ("日本電気株式会社", 8, "right", " 日本電…"),
        ("Socie\u0301te\u0301", 7, "left", "Socie\u0301te\u0301"),
        ("Socie\u0301te\u0301", 6, "left", "Socie\u0301…"),
        ("x", 1, "left", "x"),
        ("xy", 1, "left", "…"),
        ("日本", 1, "left", "…"),
        ("xy", 0, "left", ""),
        ("xy", -3, "left", ""),
    ],
)
def test_fit_counts_cells_and_not_characters(text: str, width: int, align: Align, expected: str) -> None:
    assert fit(text, width, align) == expected


@given(ANY_TEXT.map(shown), st.integers(0, 40), st.sampled_from(["left", "right", "center"]))
def test_fit_takes_exactly_the_width(text: str, width: int, align: Align) -> None:
    assert cell_width(fit(text, width, align)) == width


@given(ANY_TEXT.map(shown), st.integers(0, 40))
def test_clip_never_takes_more_than_the_width_and_leaves_what_fits(text: str, width: int) -> None:
    clipped = clip(text, width)
    assert cell_width(clipped) <= width
    assert (clipped == text) == (cell_width(text) <= width or text == clipped)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Société Générale", "SOCIETE GENERALE"),
        ("Straße", "STRASSE"),
        ("Ⅷ", "viii"),
        ("Ångström", "angstrom"),
    ],
)
def test_folded_ignores_case_and_accents(left: str, right: str) -> None:
    assert folded(left) == folded(right)


def test_folded_keeps_different_words_apart() -> None:
    assert folded("Vermont") != folded("Virginia")
